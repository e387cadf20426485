/** The address of a WebSocket on the server that this page came from. */
export function socketAddress(path: string): string {
  return `${window.location.origin.replace(/^http/, "ws")}${path}`;
}
