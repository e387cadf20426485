import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Prose } from "@/components/ui/prose";
import { SelectBox } from "@/components/ui/select-box";
import { TextBox } from "@/components/ui/text-box";
import { methodsQuery } from "@/lib/queries";
import classes from "./effective-values.module.css";
import { asText, type Plan, type Shown, shownRows, type ValueRow, valueRows } from "./values";

/** Every value as the trainer gets it: where it came from, how it travels, what it acts on. */
export function EffectiveValues({ plan }: { plan: Plan }) {
  const { data: methods } = useQuery(methodsQuery);
  const [shown, setShown] = useState<Shown>("all");
  const [search, setSearch] = useState("");
  const all = valueRows(
    plan,
    methods?.find((method) => method.id === plan.method),
  );
  const rows = shownRows(all, shown, search);
  const count = (which: Shown) => shownRows(all, which, "").length;
  return (
    <div className={classes.values}>
      <div className={classes.tools}>
        <TextBox
          type="search"
          className={classes.search ?? ""}
          aria-label="Search the values"
          placeholder="Search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <SelectBox
          className={classes.shown ?? ""}
          aria-label="Which values are shown"
          value={shown}
          onChange={(event) => setShown(event.currentTarget.value as Shown)}
          options={[
            { value: "all", label: `All ${count("all")}` },
            { value: "chosen", label: `Only chosen (${count("chosen")})` },
            { value: "noted", label: `Only with a note (${count("noted")})` },
          ]}
        />
        <CopyButton text={asText(rows)} what="the values shown" />
      </div>
      <div className={classes.head} aria-hidden>
        <span>Parameter</span>
        <span>Value</span>
        <span>From</span>
        <span>Travels as</span>
      </div>
      <ul className={classes.rows} aria-label="Values as the trainer gets them">
        {rows.map((row) => (
          <Row key={row.name} row={row} />
        ))}
      </ul>
      <p className={classes.none} role="status">
        {rows.length === 0 && "No value matches."}
      </p>
    </div>
  );
}

function Row({ row }: { row: ValueRow }) {
  return (
    <li className={classes.row} data-origin={row.origin}>
      <span className={classes.name}>
        <code>{row.name}</code>
        {row.actsOn && <small>{row.actsOn}</small>}
      </span>
      <span className={classes.value}>
        <span className="visually-hidden">is </span>
        {row.value}
        {row.trainerDefault !== null && <small>trainer’s own default: {row.trainerDefault}</small>}
      </span>
      <span className={classes.from}>
        <span className="visually-hidden">from </span>
        {row.from}
      </span>
      <span className={classes.carrier}>
        {row.carrier ? (
          <>
            <span className="visually-hidden">travels as </span>
            <code>{row.carrier}</code>
          </>
        ) : (
          "not passed"
        )}
      </span>
      {row.why && <p className={classes.why}>{row.why}</p>}
      {row.effect && (
        <p className={classes.effect}>
          <Prose text={row.effect} />
        </p>
      )}
    </li>
  );
}
