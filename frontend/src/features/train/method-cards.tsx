import { useState } from "react";
import type { Method } from "@/components/parameter-form/catalogue";
import classes from "./method-cards.module.css";
import { ALWAYS_OPEN, FAMILY_TITLES, families } from "./method-families";

/** A cost this short stands on the card as a whole. */
const CARD_LETTERS = 36;

interface MethodCardsProps {
  methods: readonly Method[];
  value: string;
  onChange: (id: string) => void;
}

/** The methods as cards: what each is for and costs; the whole description on demand. */
export function MethodCards({ methods, value, onChange }: MethodCardsProps) {
  return (
    <fieldset className={classes.methods}>
      <legend>Method</legend>
      {families(methods).map(({ family, members }) => (
        <details
          key={family}
          className={classes.family}
          open={ALWAYS_OPEN.has(family) || members.some((method) => method.id === value)}
        >
          <summary>
            <strong>{FAMILY_TITLES[family]}</strong>
            <span className={classes.names}>{members.map(({ title }) => title).join(", ")}</span>
          </summary>
          <div className={classes.cards}>
            {members.map((method) => (
              <MethodCard
                key={method.id}
                method={method}
                checked={method.id === value}
                onChoose={() => onChange(method.id)}
              />
            ))}
          </div>
        </details>
      ))}
    </fieldset>
  );
}

interface MethodCardProps {
  method: Method;
  checked: boolean;
  onChoose: () => void;
}

function MethodCard({ method, checked, onChoose }: MethodCardProps) {
  const [open, setOpen] = useState(false);
  const [cost, why] = split(method.relative_cost);
  const unavailable = Boolean(method.unavailable);
  const short = method.relative_cost.length <= CARD_LETTERS;
  return (
    <div className={classes.card} data-checked={checked || undefined}>
      <label className={classes.label} data-unavailable={unavailable || undefined}>
        <input
          type="radio"
          name="method"
          value={method.id}
          checked={checked}
          disabled={unavailable}
          onChange={onChoose}
        />
        <span>
          <strong>{method.title}</strong>
          <span className={classes.summary}>{method.unavailable ?? method.summary}</span>
        </span>
      </label>
      <div className={classes.foot}>
        <span>Cost {short ? method.relative_cost : cost}</span>
        <button
          type="button"
          className={classes.more}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? "Less" : "More"}
          <span className="visually-hidden"> about {method.title}</span>
        </button>
      </div>
      {open && (
        <div className={classes.description}>
          <p>{method.description}</p>
          {why && (
            <p>
              Cost: {cost}: {why}.
            </p>
          )}
          <p>
            <a href={method.paper.url} target="_blank" rel="noreferrer">
              {method.paper.title}
            </a>
          </p>
        </div>
      )}
    </div>
  );
}

/** `3 to 5 times SFT: every iteration …` as what it says and why. */
function split(text: string): [string, string] {
  const at = text.indexOf(": ");
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 2)];
}
