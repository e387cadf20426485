import { createRoot } from "react-dom/client";
import { Providers } from "./providers";

const root = document.getElementById("root");
if (root) createRoot(root).render(<Providers />);
