import i18next, { type TOptions } from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';

export type Say = (key: string, params?: Readonly<Record<string, unknown>>) => string;

/** Every file of `i18n/en` is a namespace of its name; a feature adds its words by adding a file. */
const catalogues = import.meta.glob<{ readonly default: Readonly<Record<string, unknown>> }>('./en/*.ts', { eager: true });

function english(): Record<string, Record<string, unknown>> {
  const namespaces: Record<string, Record<string, unknown>> = {};
  for (const [path, module] of Object.entries(catalogues)) {
    const name = /\/([^/]+)\.ts$/.exec(path)?.[1];
    if (name !== undefined) namespaces[name] = { ...module.default };
  }
  return namespaces;
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: english() },
  interpolation: { escapeValue: false },
  returnNull: false,
});

/** Words of one namespace inside a component: `const say = useWords('bookings'); say('title')`. */
export function useWords(namespace: string): Say {
  const { t } = useTranslation(namespace);
  return useCallback((key, params) => t(key, { ...params }), [t]);
}

/** Words outside components. The key carries its namespace: `say('sync:pill.live')`. */
export const say: Say = (key, params) => i18next.t(key, { ...params } as TOptions);

/** True when the catalogue has this key. */
export const hasWords = (key: string): boolean => i18next.exists(key);
