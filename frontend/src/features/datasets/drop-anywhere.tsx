import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { takeDropped } from "@/components/upload/dropped-files";
import classes from "./drop-anywhere.module.css";

/** Which page's uploads the Datasets page shows. */
export const UPLOADS = "datasets";

/** While files are held over the page, all of it takes them. */
export function DropAnywhere() {
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const go = useRef(navigate);
  go.current = navigate;
  useEffect(() => {
    const isFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onOver = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer || !isFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      takeDropped(event.dataTransfer, UPLOADS);
      void go.current({ to: "/datasets" });
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, []);
  if (!over) return null;
  return createPortal(<div className={classes.over}>Drop to add a dataset</div>, document.body);
}
