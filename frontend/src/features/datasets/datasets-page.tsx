import { Page } from "@/components/ui/page";

export function DatasetsPage() {
  return <Page title="Datasets">{null}</Page>;
}
