import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';
import { cx } from './class-names.ts';

export interface TabSpec {
  readonly id: string;
  readonly label: string;
  /** Number behind the label; left out at 0. */
  readonly count?: number;
  readonly content: ReactNode;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly TabSpec[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly className?: string;
}

/** Tabs over one object; only the open panel is mounted. */
export function Tabs({ label, tabs, value, onChange, className }: TabsProps): ReactNode {
  return (
    <AriaTabs selectedKey={value} onSelectionChange={(key) => onChange(String(key))} className={cx('flex min-h-0 flex-col', className)}>
      <TabList aria-label={label} className="flex shrink-0 gap-4 overflow-x-auto border-b border-line px-4">
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            id={tab.id}
            className="focus-inner -mb-px flex h-9 cursor-default items-center gap-1.5 border-b-2 border-transparent px-0.5 text-13 font-medium whitespace-nowrap text-ink-2 outline-offset-[-3px] data-[hovered]:text-ink data-[selected]:border-accent data-[selected]:text-ink [[data-density=touch]_&]:h-12"
          >
            {tab.label}
            {tab.count !== undefined && tab.count > 0 && <span className="tabular text-12 font-normal text-ink-3">{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
