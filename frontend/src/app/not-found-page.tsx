import { Link } from "@tanstack/react-router";
import { Page } from "@/components/ui/page";

export function NotFoundPage() {
  return (
    <Page title="There is nothing at this address">
      <p>
        <Link to="/">Train a model</Link> or look at the <Link to="/runs">runs</Link>.
      </p>
    </Page>
  );
}
