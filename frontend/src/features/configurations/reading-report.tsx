import {
  IconAlertTriangle,
  IconCheck,
  IconCircleMinus,
  IconHelpCircle,
  IconSettings,
  IconSwitchHorizontal,
  IconX,
} from "@tabler/icons-react";
import { Prose } from "@/components/ui/prose";
import type { Reading, Verdict } from "./api";
import { countedVerdicts, KINDS, placeOf, VERDICTS } from "./reading";
import classes from "./reading-report.module.css";

const ICONS: Record<Verdict, typeof IconCheck> = {
  taken: IconCheck,
  changed: IconSwitchHorizontal,
  ignored: IconCircleMinus,
  unknown: IconHelpCircle,
  wrong: IconX,
  not_needed: IconSettings,
};

/** What becomes of each line, and what a plan would say. */
export function ReadingReport({ reading }: { reading: Reading }) {
  const { kind, trainer, lines, warnings, findings } = reading;
  const remarks = [
    ...warnings.map((text) => ({ severity: "warning", text })),
    ...findings.map(({ severity, message, pointer }) => ({
      severity,
      text: `${pointer.replace(/^\/(parameters\/)?/, "")}: ${message}`,
    })),
  ];
  return (
    <section className={classes.report} aria-label="What becomes of it">
      <p role="status">
        <strong>{KINDS[kind]}</strong>
        {trainer && `, read by mlx-lm-lora ${trainer} itself`}: {countedVerdicts(lines)}.
      </p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>Verdict</th>
            <th>Where</th>
            <th>What stands there</th>
            <th>What becomes of it</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const Icon = ICONS[line.verdict];
            return (
              <tr
                key={`${line.source} ${line.line} ${line.argument} ${line.text} ${line.message}`}
                data-verdict={line.verdict}
              >
                <td className={classes.verdict}>
                  <Icon size={14} aria-hidden />
                  {VERDICTS[line.verdict]}
                </td>
                <td className={classes.place}>{placeOf(line)}</td>
                <td className={classes.text}>
                  <code>{line.text}</code>
                </td>
                <td className={classes.message}>
                  <Prose text={line.message} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {remarks.length > 0 && (
        <ul className={classes.remarks} aria-label="What a plan says">
          {remarks.map(({ severity, text }) => (
            <li key={text} data-kind={severity}>
              <IconAlertTriangle size={14} aria-hidden />
              <span>
                <span className="visually-hidden">
                  {severity === "error" ? "Error: " : "Warning: "}
                </span>
                <Prose text={text} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
