import { useState } from 'react';
import type { CardObjectType, RecordSummary } from '../api.ts';
import { CreateRecord } from './CreateRecord.tsx';
import { ListFrame } from './ListFrame.tsx';
import { money } from './format.ts';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { initialsOf, statusOf, TYPE_WORDS } from './words.ts';

const SECOND_COLUMN: Record<CardObjectType, string> = { companies: 'Domain and city', contacts: 'E-mail', deals: 'Stage' };

export function RecordList({ type, version }: { type: CardObjectType; version: string }) {
  const [isCreating, setCreating] = useState(false);
  const create = (
    <button type="button" className="crm-button" onClick={() => setCreating(true)}>
      Create {TYPE_WORDS[type].one.toLowerCase()}
    </button>
  );
  return (
    <ListFrame<RecordSummary>
      type={type}
      version={version}
      tools={type === 'deals' ? null : create}
      form={isCreating && type !== 'deals' ? <CreateRecord type={type} close={() => setCreating(false)} /> : null}
      head={
        <tr>
          <th scope="col">Name</th>
          <th scope="col" className="crm-secondary">
            {SECOND_COLUMN[type]}
          </th>
          <th scope="col">ERP payment status</th>
          <th scope="col" className="crm-right">
            ERP open amount
          </th>
        </tr>
      }
      row={(record) => <Row key={record.id} type={type} record={record} />}
    />
  );
}

function Row({ type, record }: { type: CardObjectType; record: RecordSummary }) {
  const viewer = useViewer();
  const status = record.paymentStatus === null ? null : statusOf(record.paymentStatus);
  return (
    <tr>
      <td>
        <span className={`crm-avatar crm-avatar-${type}`} aria-hidden="true">
          {initialsOf(record.name)}
        </span>
        <a href={hrefOf({ view: 'record', type, id: record.id })}>{record.name}</a>
      </td>
      <td className="crm-quiet crm-secondary">{record.subtitle}</td>
      <td>{status ? <span className={`crm-pill crm-pill-${status.tone}`}>{status.words}</span> : <span className="crm-quiet">–</span>}</td>
      <td className="crm-right crm-figure">{record.openAmount ? money(viewer, record.openAmount, viewer.state.portal.currency) : '–'}</td>
    </tr>
  );
}
