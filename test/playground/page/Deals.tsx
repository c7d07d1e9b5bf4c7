import { useState } from 'react';
import { CreateRecord } from './CreateRecord.tsx';
import { DealBoard } from './DealBoard.tsx';
import { useKept } from './kept.ts';
import { RecordList } from './RecordList.tsx';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

const VIEWS = ['board', 'list'] as const;

/** The deals of the account: by stage, or as a list. */
export function Deals({ version }: { version: string }) {
  const { state } = useViewer();
  const words = useWords();
  const [view, setView] = useKept('deals', 'board', VIEWS);
  const [search, setSearch] = useState('');
  const [isCreating, setCreating] = useState(false);
  const { list, types } = words;
  const tools = (
    <>
      <div className="crm-languages" role="group" aria-label={list.view}>
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={one === view} onClick={() => setView(one)}>
            {one === 'board' ? list.asBoard : list.asList}
          </button>
        ))}
      </div>
      <button type="button" className="crm-button" onClick={() => setCreating(true)}>
        {types.deals.create}
      </button>
    </>
  );
  const form = isCreating ? <CreateRecord type="deals" close={() => setCreating(false)} /> : null;
  if (view === 'list') return <RecordList type="deals" version={version} tools={tools} form={form} />;
  return (
    <section className="crm-list crm-list-wide">
      <div className="crm-list-head">
        <h1>{types.deals.many}</h1>
        {tools}
        <input
          className="ui-input crm-search"
          type="search"
          placeholder={types.deals.search}
          aria-label={list.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {form}
      <DealBoard search={search} version={`${version} ${state.step}`} />
    </section>
  );
}
