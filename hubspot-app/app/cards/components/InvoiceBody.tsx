import type { ReactNode } from 'react';
import {
  DescriptionList,
  DescriptionListItem,
  Divider,
  Flex,
  Heading,
  Link,
  PanelSection,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { InvoiceDetail, Money } from '../api/types.ts';
import { needCents } from '../common/format.ts';
import { useCard } from '../hooks/useCard.tsx';
import { codeBeside } from './product-name.ts';
import { dueKey, isOwed, statusLook } from './status.ts';

/** Lines, taxes, instalments, payments, credit notes, and what remains. */
export function InvoiceBody({ invoice }: { invoice: InvoiceDetail }) {
  return (
    <Flex direction="column" gap="sm">
      <Facts invoice={invoice} />
      <Lines invoice={invoice} />
      <Sums invoice={invoice} />
      {invoice.instalments.length > 1 && isOwed(invoice) && <Instalments invoice={invoice} />}
      <Payments invoice={invoice} />
      {invoice.creditNotes.length > 0 && <CreditNotes invoice={invoice} />}
    </Flex>
  );
}

/** The amounts of one invoice stand below each other: all with cents, or none. */
function useMoney({ untaxed, tax, total, open, lines, payments, creditNotes, instalments }: InvoiceDetail) {
  const { format } = useCard();
  const shown = [
    untaxed,
    tax,
    total,
    open,
    ...[...lines.map(({ net }) => net), ...[...payments, ...creditNotes].map(({ money }) => money)],
  ];
  const due = instalments.flatMap((one) => [one.total, one.open]);
  const withCents = needCents([...shown, ...due].map(({ amount }) => amount));
  return (money: Money, withCode = true): string => format.money(money, { withCode, withCents });
}

function Facts({ invoice }: { invoice: InvoiceDetail }) {
  const { t, format } = useCard();
  const { text, ...look } = statusLook(invoice, { t, format, withCode: true });
  return (
    <PanelSection>
      <Flex direction="column" gap="sm">
        <StatusTag {...look}>{text}</StatusTag>
        {(invoice.tie === 'tied_by_order' || invoice.tie === 'tied_by_person') && (
          <Text variant="microcopy">{t(invoice.tie === 'tied_by_order' ? 'tie.by_order' : 'tie.by_person')}</Text>
        )}
        <DescriptionList direction="row">
          <Fact label={t('invoice.customer')} value={invoice.customerName} />
          <Fact label={t('invoice.issuedOn')} value={invoice.issuedOn && format.day(invoice.issuedOn)} />
          <Fact label={t(`invoice.due.${dueKey(invoice)}`)} value={invoice.dueOn && format.day(invoice.dueOn)} />
          <Fact label={t('invoice.reference')} value={invoice.reference} />
          <Fact label={t('invoice.origin')} value={invoice.origin} />
          <Fact label={t('invoice.reverses')} value={invoice.reverses?.number ?? null} url={invoice.reverses?.url ?? null} />
        </DescriptionList>
      </Flex>
    </PanelSection>
  );
}

function Fact({ label, value, url = null }: { label: string; value: string | null; url?: string | null }) {
  if (!value) return null;
  return (
    <DescriptionListItem label={label}>
      <MaybeLink text={value} url={url} />
    </DescriptionListItem>
  );
}

function Lines({ invoice }: { invoice: InvoiceDetail }) {
  const { t, format } = useCard();
  const show = useMoney(invoice);
  if (invoice.lines.length === 0) return null;
  const measureOf = ({ quantity, unitPrice }: InvoiceDetail['lines'][number]) =>
    [format.decimal(quantity), unitPrice && format.money(unitPrice)].filter(Boolean).join(' × ');
  return (
    <PanelSection>
      <Heading>{t('invoice.lines')}</Heading>
      <Table density="compact" flush>
        <TableHead>
          <TableRow>
            <TableHeader>{t('invoice.description')}</TableHeader>
            <TableHeader align="right">{t('invoice.net')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {invoice.lines.map((line, index) => (
            <TableRow key={index}>
              <TableCell>
                <Text>{line.description}</Text>
                <Text variant="microcopy">
                  {[measureOf(line), codeBeside(line.description, line.productCode), ...line.taxes].filter(Boolean).join(' · ')}
                </Text>
              </TableCell>
              <TableCell align="right" width="min">
                {show(line.net, false)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Left count={invoice.left.lines} />
    </PanelSection>
  );
}

function Sums({ invoice }: { invoice: InvoiceDetail }) {
  const { t } = useCard();
  const show = useMoney(invoice);
  return (
    <PanelSection>
      <DescriptionList direction="row">
        <Fact label={t('invoice.untaxed')} value={show(invoice.untaxed)} />
        <Fact label={t('invoice.tax')} value={show(invoice.tax)} />
        <Fact label={t('invoice.total')} value={show(invoice.total)} />
        {isOwed(invoice) && <Fact label={t('invoice.remaining')} value={show(invoice.open)} />}
      </DescriptionList>
      {invoice.base && (
        <Text variant="microcopy">{t('invoice.base', { total: show(invoice.base.total), open: show(invoice.base.open) })}</Text>
      )}
    </PanelSection>
  );
}

function Instalments({ invoice }: { invoice: InvoiceDetail }) {
  const { t, format } = useCard();
  const show = useMoney(invoice);
  return (
    <Section title={t('invoice.instalments')}>
      {invoice.instalments.map(({ dueOn, total, open }) => (
        <Text key={dueOn}>
          {format.day(dueOn)}: {t('invoice.instalment', { total: show(total, false), open: show(open, false) })}
        </Text>
      ))}
      <Left count={invoice.left.instalments} />
    </Section>
  );
}

/** What is not shown is in the ERP, which the panel links to. */
function Left({ count }: { count: number }) {
  const { t } = useCard();
  return count > 0 ? <Text variant="microcopy">{t('invoice.left', { count })}</Text> : null;
}

function Payments({ invoice }: { invoice: InvoiceDetail }) {
  const { t, format } = useCard();
  const show = useMoney(invoice);
  return (
    <Section title={t('invoice.payments')}>
      <Left count={invoice.left.payments} />
      {invoice.payments.length === 0 && <Text>{t('invoice.payments.none')}</Text>}
      {invoice.payments.map(({ label, on, money, method, isConfirmed, url }, index) => (
        <Flex key={index} direction="row" justify="between" gap="sm">
          <Text>
            {format.day(on)} · <MaybeLink text={label ?? t('invoice.payment')} url={url} />
            {method ? ` · ${method}` : ''}
            {isConfirmed ? '' : ` · ${t('invoice.payment.unconfirmed')}`}
          </Text>
          <Text format={{ fontWeight: 'demibold' }}>{show(money)}</Text>
        </Flex>
      ))}
    </Section>
  );
}

function CreditNotes({ invoice }: { invoice: InvoiceDetail }) {
  const { t, format } = useCard();
  const show = useMoney(invoice);
  return (
    <Section title={t('invoice.creditNotes')}>
      <Left count={invoice.left.creditNotes} />
      {invoice.creditNotes.map(({ number, on, money, url }, index) => (
        <Flex key={index} direction="row" justify="between" gap="sm">
          <Text>
            {format.day(on)} · <MaybeLink text={number ?? t('type.credit_note')} url={url} />
          </Text>
          <Text format={{ fontWeight: 'demibold' }}>{show(money)}</Text>
        </Flex>
      ))}
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <PanelSection>
      <Divider />
      <Heading>{title}</Heading>
      {children}
    </PanelSection>
  );
}

const MaybeLink = ({ text, url }: { text: string; url: string | null }) =>
  url ? <Link href={{ url, external: true }}>{text}</Link> : <>{text}</>;
