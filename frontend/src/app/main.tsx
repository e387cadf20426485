import { createRoot } from "react-dom/client";
import { Providers } from "./providers";
import { recoverFromUpgrade } from "./upgrade";

recoverFromUpgrade();
const root = document.getElementById("root");
if (root) createRoot(root).render(<Providers />);
