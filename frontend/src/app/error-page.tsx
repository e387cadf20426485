import { Button } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Page } from "@/components/ui/page";
import { ProblemNote } from "@/components/ui/problem-note";

/** A page that could not be shown: what happened, and the two ways on. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="This page could not be shown">
      <ProblemNote error={error} />
      <p>
        <Button onClick={reset}>Try again</Button>{" "}
        <Button variant="default" onClick={() => window.location.reload()}>
          Reload the page
        </Button>
      </p>
    </Page>
  );
}
