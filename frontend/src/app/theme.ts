import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** Blue steel: the one accent, and the last of the tempering colours. */
const steel: MantineColorsTuple = [
  "#eef4fb",
  "#dbe6f3",
  "#b5cce7",
  "#8ab0da",
  "#6596ce",
  "#4e85c7",
  "#3b74b7",
  "#2f68a9",
  "#285a94",
  "#1b4b80",
];

const dark: MantineColorsTuple = [
  "#d8dee6",
  "#b9c2cd",
  "#98a3b1",
  "#737e8d",
  "#3d4652",
  "#303842",
  "#262d36",
  "#1c2229",
  "#161b21",
  "#101418",
];

const gray: MantineColorsTuple = [
  "#f7f8f9",
  "#f0f2f4",
  "#e6e9ed",
  "#dadfe5",
  "#c6cdd5",
  "#a9b2bd",
  "#7d8793",
  "#57616d",
  "#3a434d",
  "#20262d",
];

export const theme = createTheme({
  primaryColor: "steel",
  primaryShade: { light: 7, dark: 6 },
  colors: { steel, dark, gray },
  black: "#1b2127",
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace',
  defaultRadius: "sm",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  headings: { fontWeight: "600" },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    TextInput: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs", checkIconPosition: "right" } },
    Switch: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 320 } },
  },
});

/** Mantine's greys and reds for text, moved to where they can be read (WCAG AA on both grounds). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#55606c",
    "--mantine-color-placeholder": "#6b7683",
    "--mantine-color-error": "#b3261e",
    "--mantine-color-body": "#ffffff",
    "--mantine-color-default-border": "#d3d9e0",
  },
  dark: {
    "--mantine-color-dimmed": "#9aa5b3",
    "--mantine-color-placeholder": "#8490a0",
    "--mantine-color-error": "#ff8f84",
    "--mantine-color-default-border": "#3d4652",
  },
});
