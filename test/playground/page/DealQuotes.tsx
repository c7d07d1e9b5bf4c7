import type { Answer, DealQuote, QuoteAction } from '../api.ts';
import { post } from './client.ts';
import { moment, moneyWithCode } from './format.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

interface DealQuotesProps {
  dealId: string;
  quotes: DealQuote[];
}

/** The quotes of a deal, as its seller sees them; the buyer's signature is a click away. */
export function DealQuotes({ dealId, quotes }: DealQuotesProps) {
  const { person, alert } = useViewer();
  const words = useWords();
  const act = async (action: QuoteAction) => {
    const answer = await post<Answer>(`deals/${dealId}/quotes`, { ...action, userId: person.id });
    if (!answer.done) alert({ type: 'danger', title: words.form.refused, message: answer.reason });
  };
  return (
    <div className="crm-card crm-tab-card">
      {quotes.length === 0 ? <p className="crm-quiet">{words.quotes.none}</p> : null}
      <ul className="crm-lines">
        {quotes.map((quote) => (
          <li key={quote.id} data-quote={quote.id} data-state={quote.state}>
            <Quote quote={quote} act={(action) => void act({ action, quoteId: quote.id })} />
          </li>
        ))}
      </ul>
      <p className="crm-quiet">{words.quotes.help}</p>
      <button type="button" className="crm-button" onClick={() => void act({ action: 'create' })}>
        {words.quotes.create}
      </button>
    </div>
  );
}

const TONES = { waiting: 'info', signed: 'success', withdrawn: 'plain' } as const;

function Quote({ quote, act }: { quote: DealQuote; act(action: 'sign' | 'withdraw'): void }) {
  const viewer = useViewer();
  const { quotes: words } = useWords();
  const { title, state, lineCount, net, currency, madeAt } = quote;
  return (
    <div className="crm-line">
      <div>
        <strong>{title}</strong>
        <span className="crm-quiet">{[words.lines(lineCount), moment(viewer, madeAt)].join(' · ')}</span>
        <span>
          <span className={`crm-pill crm-pill-${TONES[state]}`}>{words.states[state]}</span>
        </span>
      </div>
      <div className="crm-line-end">
        <span className="crm-figure">{moneyWithCode(viewer, net, currency)}</span>
        <span className="crm-line-buttons">
          {state === 'waiting' ? (
            <button type="button" className="crm-button" aria-label={words.signOf(title)} onClick={() => act('sign')}>
              {words.sign}
            </button>
          ) : null}
          {state === 'withdrawn' ? null : (
            <button type="button" className="crm-edit" aria-label={words.withdrawOf(title)} onClick={() => act('withdraw')}>
              {words.withdraw}
            </button>
          )}
        </span>
      </div>
    </div>
  );
}
