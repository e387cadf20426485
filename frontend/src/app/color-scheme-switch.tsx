import { ActionIcon, Tooltip, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";

const ORDER = ["auto", "light", "dark"] as const;
const LOOK = {
  auto: { icon: IconDeviceDesktop, word: "as the system" },
  light: { icon: IconSun, word: "light" },
  dark: { icon: IconMoon, word: "dark" },
};

/** Goes round as the system, light, dark. */
export function ColorSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = ORDER[(ORDER.indexOf(colorScheme) + 1) % ORDER.length] ?? "auto";
  const { icon: Icon, word } = LOOK[colorScheme];
  return (
    <Tooltip label={`Colours: ${word}. Change to ${LOOK[next].word}.`}>
      <ActionIcon
        aria-label={`Colours: ${word}. Change to ${LOOK[next].word}.`}
        onClick={() => setColorScheme(next)}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
