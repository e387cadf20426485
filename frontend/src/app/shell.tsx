import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useRunChanges } from "@/features/runs/list/run-changes";
import { useAccessDenied } from "@/lib/access";
import { AccessPage } from "./access-page";
import { ColorSchemeSwitch } from "./color-scheme-switch";
import { ConnectionStatus } from "./connection-status";
import { RunningRun } from "./running-run";
import classes from "./shell.module.css";

const PLACES = [
  { to: "/", label: "Train" },
  { to: "/runs", label: "Runs" },
  { to: "/datasets", label: "Datasets" },
  { to: "/models", label: "Models" },
] as const;

/** What stands around every page: the places, what runs now, and whether the server is there. */
export function Shell() {
  const denied = useAccessDenied();
  return denied ? <AccessPage /> : <Frame />;
}

function Frame() {
  useRunChanges();
  const { pathname } = useLocation();
  return (
    <>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <header className={classes.bar}>
        <span className={classes.brand}>
          <span className={classes.mark} aria-hidden />
          Temper
        </span>
        <nav className={classes.places} aria-label="Places">
          {PLACES.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              className={classes.place}
              // The link to the page one is on keeps what its address holds, such as the draft.
              search={pathname === to}
              activeOptions={{ exact: to === "/", includeSearch: false }}
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className={classes.state}>
          <RunningRun />
          <ConnectionStatus />
          <ColorSchemeSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
    </>
  );
}
