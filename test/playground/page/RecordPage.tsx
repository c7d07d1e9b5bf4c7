import { useState } from 'react';
import type { CardObjectType, Change, ObjectType, RecordDetail } from '../api.ts';
import { ExtensionView } from './ExtensionView.tsx';
import { useFetched } from './live.ts';
import { Properties } from './Properties.tsx';
import { RecordChanges } from './RecordChanges.tsx';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { initialsOf, TYPE_WORDS } from './words.ts';

interface RecordPageProps {
  type: ObjectType;
  id: string;
  changes: Change[];
  /** Rises with everything that people change in the CRM. */
  crmVersion: number;
}

export function RecordPage({ type, id, changes, crmVersion }: RecordPageProps) {
  const { state } = useViewer();
  const own = changes.filter((change) => change.type === type && change.recordId === id);
  const detail = useFetched<RecordDetail>(`records/${type}/${id}`, `${own[0]?.id} ${crmVersion} ${state.step}`);
  if (!detail) return <div className="crm-starting">Loading…</div>;
  const one = TYPE_WORDS[type].one.toLowerCase();
  return (
    <div className="crm-record">
      <aside className="crm-left" aria-label="Properties">
        <Head detail={detail} />
        <Properties title="ERP (Puente)" properties={detail.erp} record={detail} />
        {detail.key.length > 0 ? <Properties title={`About this ${one}`} properties={detail.key} record={detail} /> : null}
        <Properties title={`${detail.key.length > 0 ? 'More about' : 'About'} this ${one}`} properties={detail.about} record={detail} />
      </aside>
      {type === 'products' ? <History changes={own} /> : <Middle type={type} id={id} changes={own} />}
      <aside className="crm-right-column" aria-label="Cards and associations">
        {type === 'products' ? null : (
          <div className="crm-card">
            <h2 className="crm-card-title">{titleOf(state.extensions, 'crm.record.sidebar')}</h2>
            <ExtensionView location="crm.record.sidebar" record={{ type, id }} />
          </div>
        )}
        <Related related={detail.related} />
      </aside>
    </div>
  );
}

const titleOf = (extensions: { location: string; title: string }[], location: string): string =>
  extensions.find((one) => one.location === location)?.title ?? '';

const Head = ({ detail }: { detail: RecordDetail }) => (
  <div className="crm-card crm-head">
    <a className="crm-back" href={hrefOf({ view: 'list', type: detail.type })}>
      ‹ {TYPE_WORDS[detail.type].many}
    </a>
    <div className="crm-head-name">
      <span className={`crm-avatar crm-avatar-big crm-avatar-${detail.type}`} aria-hidden="true">
        {initialsOf(detail.name)}
      </span>
      <div>
        <h1>{detail.name}</h1>
        <div className="crm-quiet">{detail.subtitle}</div>
      </div>
    </div>
  </div>
);

/** A product has no cards. */
const History = ({ changes }: Pick<RecordPageProps, 'changes'>) => (
  <section className="crm-middle">
    <div className="crm-tabs" role="tablist">
      <button type="button" role="tab" aria-selected="true">
        Property history ({changes.length})
      </button>
    </div>
    <RecordChanges changes={changes} />
  </section>
);

function Middle({ type, id, changes }: Omit<RecordPageProps, 'crmVersion'> & { type: CardObjectType }) {
  const { state } = useViewer();
  const [tab, setTab] = useState<'card' | 'changes'>('card');
  const tabs = [
    { id: 'card', title: titleOf(state.extensions, 'crm.record.tab') },
    { id: 'changes', title: `Property history (${changes.length})` },
  ] as const;
  return (
    <section className="crm-middle">
      <div className="crm-tabs" role="tablist">
        {tabs.map((one) => (
          <button key={one.id} type="button" role="tab" aria-selected={tab === one.id} onClick={() => setTab(one.id)}>
            {one.title}
          </button>
        ))}
      </div>
      {tab === 'card' ? (
        <div className="crm-card crm-tab-card">
          <ExtensionView location="crm.record.tab" record={{ type, id }} />
        </div>
      ) : (
        <RecordChanges changes={changes} />
      )}
    </section>
  );
}

const Related = ({ related }: Pick<RecordDetail, 'related'>) => (
  <>
    {(['companies', 'contacts', 'deals', 'products'] as const).map((type) => {
      const ofType = related.filter((one) => one.type === type);
      return ofType.length === 0 ? null : (
        <div className="crm-card" key={type}>
          <h2 className="crm-card-title">
            {TYPE_WORDS[type].many} ({ofType.length})
          </h2>
          <ul className="crm-related">
            {ofType.map(({ id, name }) => (
              <li key={id}>
                <a href={hrefOf({ view: 'record', type, id })}>{name}</a>
              </li>
            ))}
          </ul>
        </div>
      );
    })}
  </>
);
