import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Method } from "@/components/parameter-form/catalogue";
import { Prose } from "@/components/ui/prose";
import type { Schemas } from "@/lib/client";
import { methodsQuery, trainerQuery } from "@/lib/queries";
import classes from "./trainer-notice.module.css";
import { describeDifference } from "./trainer-words";

/** Says calmly where the installed trainer is another one than the catalogue was written for. */
export function TrainerNotice({ methods }: { methods: readonly Method[] }) {
  const { data: trainer } = useQuery(trainerQuery);
  useMethodsOnceRead(trainer?.state);
  if (trainer?.state !== "differs") return null;
  return (
    <details className={classes.notice}>
      <summary>
        <IconInfoCircle size={15} aria-hidden />
        <span>
          {describeDifference(trainer, methods)} <span className={classes.more}>Details</span>
        </span>
      </summary>
      <ul>
        {trainer.differences.map(({ subject, message }) => (
          <li key={`${subject} ${message}`}>
            <code>{subject}</code>: <Prose text={message} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Until the trainer was read, the catalogue spoke for itself: what is missing is known only now. */
function useMethodsOnceRead(state: Schemas["InstalledTrainer"]["state"] | undefined) {
  const client = useQueryClient();
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    if (state === "reading") setWaited(true);
    else if (state && waited) {
      setWaited(false);
      client.invalidateQueries({ queryKey: methodsQuery.queryKey });
    }
  }, [state, waited, client]);
}
