import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Schemas } from "@/lib/client";
import { methodsQuery } from "@/lib/queries";

type Method = Schemas["Method"];

/** Reports are asked for by several places; the method of the last look is the likeliest. */
export function useRememberedMethod(): [Method | undefined, (id: string) => void] {
  const { data: methods } = useQuery(methodsQuery);
  const [remembered, remember] = useLocalStorage<string | null>({
    key: "temper-datasets-method",
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  return [methods?.find(({ id }) => id === remembered) ?? methods?.[0], remember];
}

/** The method whose report a dataset's page shows: the address's, else the remembered one. */
export function useMethod(): [Method | undefined, (id: string) => void] {
  const { data: methods } = useQuery(methodsQuery);
  const { method: asked } = useSearch({ from: "/datasets/$id" });
  const navigate = useNavigate({ from: "/datasets/$id" });
  const [remembered, remember] = useRememberedMethod();
  const choose = (id: string) => {
    remember(id);
    void navigate({
      search: (before) => ({ ...before, method: id }),
      replace: true,
      resetScroll: false,
    });
  };
  return [methods?.find(({ id }) => id === asked) ?? remembered, choose];
}
