import { Button } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useDocumentTitle } from "@/components/ui/page";
import { setAccessDenied } from "@/lib/access";
import { api, unwrap } from "@/lib/client";
import classes from "./access-page.module.css";

/** Shown for the whole page when this browser holds no valid token. */
export function AccessPage() {
  useDocumentTitle("Access token needed");
  const again = useMutation({
    mutationFn: () => unwrap(api.GET("/api/methods")),
    onSuccess: () => {
      setAccessDenied(false);
      window.location.reload();
    },
  });
  return (
    <main className={classes.page}>
      <IconKey size={28} aria-hidden />
      <h1>Open the address that Temper printed</h1>
      <p>
        This server answers only to browsers that know its token, so that no other page or person on
        the network can train on this machine. This browser has not shown it yet, or the token has
        changed.
      </p>
      <ol>
        <li>Go to the terminal in which Temper was started.</li>
        <li>
          Find the line with the address; it looks like
          <code className={classes.example}>{window.location.origin}/?token=…</code>
        </li>
        <li>Open that address here, once. This browser then keeps the token as a cookie.</li>
      </ol>
      <p>
        The terminal is gone? The token is in the file <code>~/.temper/token</code> (or
        <code> $TEMPER_HOME/token</code>). Put it at the end of the address above.
      </p>
      <div>
        <Button onClick={() => again.mutate()} loading={again.isPending}>
          Try again
        </Button>
        <span role="status" className={classes.still}>
          {again.isError && "Still no valid token in this browser."}
        </span>
      </div>
    </main>
  );
}
