import type { Change, ObjectType, RecordDetail, RecordState } from '../api.ts';
import { CrmRecordContext } from '../components/crm.tsx';
import { StagePicker } from './DealBoard.tsx';
import { ExtensionView } from './ExtensionView.tsx';
import { choiceOf } from './labels.ts';
import { useFetched } from './live.ts';
import { ProjectRecords } from './ProjectRecords.tsx';
import { Properties, PropertyRows } from './Properties.tsx';
import { BinnedRecord, RecordActions } from './RecordActions.tsx';
import { RecordMiddle } from './RecordMiddle.tsx';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { initialsOf, useWords } from './words.ts';

interface RecordPageProps {
  type: ObjectType;
  id: string;
  changes: Change[];
  /** Rises with everything that people change in the CRM. */
  crmVersion: number;
  workflowVersion: number;
}

export function RecordPage({ type, id, changes, crmVersion, workflowVersion }: RecordPageProps) {
  const { state } = useViewer();
  const words = useWords();
  const own = changes.filter((change) => change.type === type && change.recordId === id);
  const version = `${own[0]?.id} ${crmVersion} ${state.step}`;
  const detail = useFetched<RecordState>(`records/${type}/${id}`, version);
  if (!detail) return <div className="crm-starting">{words.loading}</div>;
  if (detail.state === 'gone') return <div className="crm-starting">{words.recordActions.gone}</div>;
  if (detail.state === 'binned' && type !== 'products') return <BinnedRecord type={type} id={detail.id} name={detail.name} />;
  const { about } = words.types[type];
  const hasKey = detail.key.length > 0;
  const all = [...detail.erp, ...detail.key, ...detail.about];
  const draw = (names: readonly string[]) => <PropertyRows properties={all.filter(({ name }) => names.includes(name))} record={detail} />;
  return (
    <div className="crm-record">
      <aside className="crm-left" aria-label="Properties">
        <Head detail={detail} />
        <Properties title={words.record.ours} properties={detail.erp} record={detail} />
        {hasKey ? <Properties title={about} properties={detail.key} record={detail} /> : null}
        <Properties title={hasKey ? words.more : about} properties={detail.about} record={detail} />
      </aside>
      <CrmRecordContext.Provider value={draw}>
        <RecordMiddle type={type} id={id} changes={own} version={version} workflowVersion={workflowVersion} />
      </CrmRecordContext.Provider>
      <aside className="crm-right-column" aria-label="Cards and associations">
        {type === 'products' ? null : (
          <div className="crm-card">
            <h2 className="crm-card-title">{words.record.sidebar}</h2>
            <ExtensionView location="crm.record.sidebar" record={{ type, id }} />
          </div>
        )}
        <Related related={detail.related} />
        <ProjectRecords records={detail.projectRecords} />
      </aside>
    </div>
  );
}

function Head({ detail }: { detail: RecordDetail }) {
  const { types } = useWords();
  return (
    <div className="crm-card crm-head">
      <a className="crm-back" href={hrefOf({ view: 'list', type: detail.type })}>
        ‹ {types[detail.type].many}
      </a>
      <div className="crm-head-name">
        <span className={`crm-avatar crm-avatar-big crm-avatar-${detail.type}`} aria-hidden="true">
          {initialsOf(detail.name)}
        </span>
        <div>
          <h1>{detail.name}</h1>
          {detail.type === 'deals' ? null : <div className="crm-quiet">{detail.subtitle}</div>}
        </div>
      </div>
      <Stage detail={detail} />
      {detail.type === 'products' ? null : <RecordActions type={detail.type} id={detail.id} name={detail.name} />}
    </div>
  );
}

/** Of a deal. */
function Stage({ detail }: { detail: RecordDetail }) {
  const { language } = useViewer();
  const stage = detail.key.find(({ name }) => name === 'dealstage');
  if (!stage?.options) return null;
  const stages = stage.options.map(({ value, label }) => ({ id: value, label: choiceOf(language, 'dealstage', { value, label }) }));
  return <StagePicker dealId={detail.id} name={detail.name} stage={stage.value ?? ''} stages={stages} />;
}

function Related({ related }: Pick<RecordDetail, 'related'>) {
  const { types } = useWords();
  return (
    <>
      {(['companies', 'contacts', 'deals', 'products'] as const).map((type) => {
        const ofType = related.filter((one) => one.type === type);
        return ofType.length === 0 ? null : (
          <div className="crm-card" key={type}>
            <h2 className="crm-card-title">
              {types[type].many} ({ofType.length})
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
}
