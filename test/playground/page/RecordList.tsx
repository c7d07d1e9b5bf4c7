import { useState, type ReactNode } from 'react';
import type { CardObjectType, ListHead, RecordSummary } from '../api.ts';
import { CreateRecord } from './CreateRecord.tsx';
import { choiceOf } from './labels.ts';
import { ListFrame } from './ListFrame.tsx';
import { moneyWithCode } from './format.ts';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { initialsOf, statusOf, useWords } from './words.ts';

interface RecordListProps {
  type: CardObjectType;
  version: string;
  /** Its members alone. */
  list?: ListHead;
  /** Default: a button to create one, and its form. */
  tools?: ReactNode;
  form?: ReactNode;
}

export function RecordList({ type, version, list, tools, form }: RecordListProps) {
  const { list: words, types } = useWords();
  const [isCreating, setCreating] = useState(false);
  const create = (
    <button type="button" className="crm-button" onClick={() => setCreating(true)}>
      {types[type].create}
    </button>
  );
  return (
    <ListFrame<RecordSummary>
      type={type}
      version={version}
      {...(list && { list })}
      tools={tools === undefined ? create : tools}
      form={form ?? (isCreating ? <CreateRecord type={type} close={() => setCreating(false)} /> : null)}
      head={
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col" className="crm-secondary">
            {words.second[type]}
          </th>
          <th scope="col">{words.paymentStatus}</th>
          <th scope="col" className="crm-right">
            {words.openAmount}
          </th>
        </tr>
      }
      row={(record) => <Row key={record.id} type={type} record={record} />}
    />
  );
}

function Row({ type, record }: { type: CardObjectType; record: RecordSummary }) {
  const viewer = useViewer();
  const words = useWords();
  const { stage } = record;
  const subtitle = stage === null ? record.subtitle : choiceOf(viewer.language, 'dealstage', { value: stage, label: record.subtitle });
  const status = record.paymentStatus === null ? null : statusOf(words, record.paymentStatus);
  return (
    <tr>
      <td>
        <span className={`crm-avatar crm-avatar-${type}`} aria-hidden="true">
          {initialsOf(record.name)}
        </span>
        <a href={hrefOf({ view: 'record', type, id: record.id })}>{record.name}</a>
      </td>
      <td className="crm-quiet crm-secondary">{subtitle}</td>
      <td>{status ? <span className={`crm-pill crm-pill-${status.tone}`}>{status.words}</span> : <span className="crm-quiet">–</span>}</td>
      <td className="crm-right crm-figure">
        {record.openAmount ? moneyWithCode(viewer, record.openAmount, viewer.state.portal.currency) : '–'}
      </td>
    </tr>
  );
}
