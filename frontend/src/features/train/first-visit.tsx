import { Button } from "@mantine/core";
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { ProblemNote } from "@/components/ui/problem-note";
import { api, unwrap } from "@/lib/client";
import classes from "./first-visit.module.css";
import { useStart } from "./use-start";

/** Shown until there is a run: the demo, one click away. */
export function FirstVisit() {
  const start = useStart();
  const demo = useMutation({
    mutationFn: async () => start.mutateAsync(await unwrap(api.GET("/api/demo"))),
  });
  return (
    <section className={classes.offer} aria-labelledby="first-visit">
      <div className={classes.text}>
        <h2 id="first-visit">See a model learn first</h2>
        <p>
          The demo trains the built-in starter model to add, with GRPO: it tries, and what is right
          and well formed is rewarded. The reward visibly rises within two minutes on a laptop, and
          nothing is downloaded.
        </p>
        {demo.isError && <ProblemNote error={demo.error} />}
      </div>
      <Button
        size="sm"
        leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
        loading={demo.isPending}
        onClick={() => demo.mutate()}
      >
        Start the demo
      </Button>
    </section>
  );
}
