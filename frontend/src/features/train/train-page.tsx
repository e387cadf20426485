import { Page } from "@/components/ui/page";

export function TrainPage() {
  return <Page title="Train">{null}</Page>;
}
