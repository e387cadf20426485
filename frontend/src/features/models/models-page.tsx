import { Page } from "@/components/ui/page";

export function ModelsPage() {
  return <Page title="Models">{null}</Page>;
}
