import { useCallback } from 'react';
import { Button, Flex, LoadingSpinner, Panel, PanelBody, PanelFooter } from '@hubspot/ui-extensions';
import type { InvoiceDetail, InvoiceRow } from '../api/types.ts';
import { useLoaded } from '../common/loaded.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { Failed } from './Failed.tsx';
import { InvoiceBody } from './InvoiceBody.tsx';

export const panelId = ({ connectionId, id }: Pick<InvoiceRow, 'connectionId' | 'id'>): string => `invoice-${connectionId}-${id}`;

interface Props {
  invoice: InvoiceRow;
  /** Only the panel a person opened asks for its invoice. */
  isOpened: boolean;
  changed: () => void;
}

export function InvoicePanel({ invoice, isOpened, changed }: Props) {
  const { t } = useCard();
  const title = `${t(`type.${invoice.type}`)} ${invoice.number ?? t('invoice.noNumber')}`;
  return (
    <Panel id={panelId(invoice)} title={title} width="md">
      {isOpened && <Opened invoice={invoice} changed={changed} />}
    </Panel>
  );
}

function Opened({ invoice, changed }: Omit<Props, 'isOpened'>) {
  const { api, t } = useCard();
  const { connectionId, id } = invoice;
  const load = useCallback(() => api.invoice({ connectionId, invoiceId: id }), [api, connectionId, id]);
  const { state, reload } = useLoaded(load);
  if (state.status !== 'ready') {
    return (
      <PanelBody>
        {state.status === 'loading' ? (
          <LoadingSpinner label={t('invoice.loading')} layout="centered" showLabel />
        ) : (
          <Failed failure={state.failure} retry={() => void reload()} />
        )}
      </PanelBody>
    );
  }
  const again = () => {
    void reload();
    changed();
  };
  return (
    <>
      <PanelBody>
        <InvoiceBody invoice={state.data} />
      </PanelBody>
      <PanelFooter>
        <Footer invoice={state.data} changed={again} />
      </PanelFooter>
    </>
  );
}

function Footer({ invoice, changed }: { invoice: InvoiceDetail; changed: () => void }) {
  const { t, actions } = useCard();
  return (
    <Flex direction="row" gap="sm" wrap>
      {invoice.url && (
        <Button href={{ url: invoice.url, external: true }} variant="primary">
          {t('invoice.open')}
        </Button>
      )}
      {(invoice.tie === 'can_tie' || invoice.tie === 'tied_by_person') && (
        <TieButton invoice={invoice} isTied={invoice.tie !== 'can_tie'} changed={changed} />
      )}
      <Button onClick={() => actions.closeOverlay(panelId(invoice))}>{t('close')}</Button>
    </Flex>
  );
}

/** Ties the invoice to the deal on the screen, or unties it. */
export function TieButton({ invoice, isTied, changed }: { invoice: InvoiceRow; isTied: boolean; changed: () => void }) {
  const { api, t } = useCard();
  const { run, isRunning } = useAction();
  const ref = { connectionId: invoice.connectionId, invoiceId: invoice.id };
  const number = invoice.number ?? t('invoice.noNumber');
  const act = async () => {
    const isDone = isTied
      ? await run(() => api.untie(ref), t('tie.untied', { number }))
      : await run(() => api.tie(ref), t('tie.tied', { number }));
    if (isDone) changed();
  };
  return (
    <Button size="sm" disabled={isRunning} onClick={() => void act()} testId={`tie-${invoice.id}`}>
      {t(isTied ? 'tie.undo' : 'tie.do')}
    </Button>
  );
}
