import { useState } from 'react';
import type { CardObjectType, Change, DealLines as Lines, DealQuote, ObjectType } from '../api.ts';
import { DealLines } from './DealLines.tsx';
import { DealQuotes } from './DealQuotes.tsx';
import { ExtensionView } from './ExtensionView.tsx';
import { useFetched } from './live.ts';
import { RecordChanges } from './RecordChanges.tsx';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';
import { RecordWorkflows } from './Workflows.tsx';

interface RecordMiddleProps {
  type: ObjectType;
  id: string;
  /** Of this record. */
  changes: Change[];
  version: string;
  workflowVersion: number;
}

type Tab = 'card' | 'lines' | 'quotes' | 'workflows' | 'changes';

/** The middle column: the app's card, what stands on a deal, and what changed. A product has no card. */
export function RecordMiddle({ type, id, changes, version, workflowVersion }: RecordMiddleProps) {
  const { state } = useViewer();
  const { record } = useWords();
  const [chosen, setChosen] = useState<Tab>('card');
  const lines = useFetched<Lines>(type === 'deals' ? `deals/${id}/lines` : null, version);
  const quotes = useFetched<DealQuote[]>(type === 'deals' ? `deals/${id}/quotes` : null, version);
  const tabs: { tab: Tab; title: string }[] = [
    ...(type === 'products' ? [] : [{ tab: 'card' as const, title: titleOf(state.extensions, 'crm.record.tab') }]),
    ...(lines ? [{ tab: 'lines' as const, title: record.lines(lines.lines.length) }] : []),
    ...(quotes ? [{ tab: 'quotes' as const, title: record.quotes(quotes.length) }] : []),
    ...(type === 'products' ? [] : [{ tab: 'workflows' as const, title: record.workflows }]),
    { tab: 'changes', title: record.history(changes.length) },
  ];
  const shown = type === 'products' ? 'changes' : chosen;
  return (
    <section className="crm-middle">
      <div className="crm-tabs" role="tablist">
        {tabs.map(({ tab, title }) => (
          <button key={tab} type="button" role="tab" aria-selected={tab === shown} onClick={() => setChosen(tab)}>
            {title}
          </button>
        ))}
      </div>
      {shown === 'card' ? <Card type={type as CardObjectType} id={id} /> : null}
      {shown === 'lines' && lines ? <DealLines dealId={id} lines={lines} /> : null}
      {shown === 'quotes' && quotes ? <DealQuotes dealId={id} quotes={quotes} /> : null}
      {shown === 'workflows' && type !== 'products' ? <RecordWorkflows type={type} id={id} version={workflowVersion} /> : null}
      {shown === 'changes' ? <RecordChanges changes={changes} /> : null}
    </section>
  );
}

const Card = ({ type, id }: { type: CardObjectType; id: string }) => (
  <div className="crm-card crm-tab-card">
    <ExtensionView location="crm.record.tab" record={{ type, id }} />
  </div>
);

const titleOf = (extensions: { location: string; title: string }[], location: string): string =>
  extensions.find((one) => one.location === location)?.title ?? '';
