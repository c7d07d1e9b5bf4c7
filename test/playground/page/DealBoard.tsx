import { useState } from 'react';
import type { Answer, BoardDeal, BoardStage, CrmEdit, DealBoard as Board } from '../api.ts';
import { post } from './client.ts';
import { moneyWithCode } from './format.ts';
import { choiceOf, optionOf } from './labels.ts';
import { useFetched } from './live.ts';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

/** The pipeline: a deal is moved by choosing another stage. */
export function DealBoard({ search, version }: { search: string; version: string }) {
  const { language } = useViewer();
  const board = useFetched<Board>(`board?search=${encodeURIComponent(search)}`, version);
  const stages = board?.stages.map((stage) => ({
    ...stage,
    label: choiceOf(language, 'dealstage', { value: stage.id, label: stage.label }),
  }));
  return (
    <div className="crm-board">
      {stages?.map((stage) => (
        <Stage key={stage.id} stage={stage} stages={stages} />
      ))}
    </div>
  );
}

function Stage({ stage, stages }: { stage: BoardStage; stages: BoardStage[] }) {
  const { board } = useWords();
  const { id, label, count, deals } = stage;
  return (
    <section className="crm-stage" data-stage={id} aria-label={label}>
      <h2>
        {label} <span className="crm-count">{count}</span>
      </h2>
      {deals.length === 0 ? <p className="crm-quiet">{board.empty}</p> : null}
      <ul>
        {deals.map((deal) => (
          <li key={deal.id} className="crm-deal" data-deal={deal.id}>
            <Deal deal={deal} />
            <StagePicker dealId={deal.id} name={deal.name} stage={id} stages={stages} />
          </li>
        ))}
      </ul>
      {count > deals.length ? <p className="crm-quiet">{board.more(count - deals.length)}</p> : null}
    </section>
  );
}

function Deal({ deal }: { deal: BoardDeal }) {
  const viewer = useViewer();
  const { id, name, company, amount, currency, orderNumber, orderStatus } = deal;
  return (
    <>
      <a href={hrefOf({ view: 'record', type: 'deals', id })}>{name}</a>
      {company === null ? null : <span className="crm-quiet">{company}</span>}
      <span className="crm-deal-foot">
        <span className="crm-figure">{amount === null ? '–' : moneyWithCode(viewer, amount, currency)}</span>
        {(orderNumber ?? orderStatus) ? (
          <span className="crm-pill crm-pill-info">
            {[orderNumber, optionOf(viewer.language, 'erp_order_status', orderStatus) ?? orderStatus].filter(Boolean).join(' · ')}
          </span>
        ) : null}
      </span>
    </>
  );
}

interface StagePickerProps {
  dealId: string;
  name: string;
  stage: string;
  stages: readonly Pick<BoardStage, 'id' | 'label'>[];
}

/** As whoever is signed in. */
export function StagePicker({ dealId, name, stage, stages }: StagePickerProps) {
  const { person, alert } = useViewer();
  const { board, form } = useWords();
  const [isMoving, setMoving] = useState(false);
  const move = async (dealstage: string) => {
    setMoving(true);
    const edit: CrmEdit = { userId: person.id, properties: { dealstage } };
    const answer = await post<Answer>(`records/deals/${dealId}`, edit);
    if (!answer.done) alert({ type: 'danger', title: form.refused, message: answer.reason });
    setMoving(false);
  };
  return (
    <select
      className="ui-input crm-stage-picker"
      aria-label={board.moveTo(name)}
      value={stage}
      disabled={isMoving}
      onChange={(event) => void move(event.target.value)}
    >
      {stages.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}
