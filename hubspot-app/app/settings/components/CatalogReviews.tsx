import { useCallback } from 'react';
import { Button, Flex, Link, TableCell, TableRow, Tag, Text, Tile } from '@hubspot/ui-extensions';
import type { ProductDecisionInput, ProductReviews } from '../api/catalog.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';
import { PagedTable } from './PagedTable.tsx';

type Review = ProductReviews['reviews'][number];

interface Props {
  connectionId: string;
  counts: object;
  changed: () => Promise<unknown>;
}

/** ERP products a person must decide on: link to one of those found, make a new one, or leave the product out. */
export function CatalogReviews({ connectionId, counts, changed }: Props) {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.productReviews(connectionId, page), [api, connectionId]);
  return (
    <PagedTable
      load={load}
      counts={counts}
      rowsOf={({ reviews }) => reviews}
      keyOf={({ productId }) => productId}
      title={t('products.title')}
      text={t('products.text')}
      columns={[t('products.product'), t('products.candidates')]}
    >
      {(review, again) => <Row review={review} changed={() => Promise.all([again(), changed()])} />}
    </PagedTable>
  );
}

function Row({ review, changed }: { review: Review; changed: () => Promise<unknown> }) {
  const { t, api, format } = useSettings();
  const { run, isRunning, failure } = useAction();
  const { connectionId, productId, name, sku, unit, price, candidates, withSameSku } = review;
  const decide = async (decision: ProductDecisionInput, success: string) => {
    if (await run(() => api.decideProduct(connectionId, productId, decision), success)) await changed();
  };
  const facts = [sku && t('products.sku', { sku }), unit, price && format.money(price, { withCode: true })];
  return (
    <TableRow>
      <TableCell>
        <Flex direction="column" gap="xs">
          <Text format={{ fontWeight: 'bold' }}>{name}</Text>
          <Text variant="microcopy">{facts.filter(Boolean).join(' · ')}</Text>
          {withSameSku > 1 && <Tag variant="warning">{t('products.shared', { count: withSameSku })}</Tag>}
        </Flex>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="sm">
          <Flex direction="row" gap="sm" wrap>
            {candidates.map(({ recordId, name: found, url }) => (
              <Tile key={recordId} compact>
                <Flex direction="column" gap="xs">
                  <Link href={{ url, external: true }}>{found ?? t('products.noName', { recordId })}</Link>
                  <Button
                    size="xs"
                    disabled={isRunning}
                    onClick={() => void decide({ kind: 'link', recordId }, t('products.linked'))}
                    testId={`link-${productId}-${recordId}`}
                  >
                    {t('products.link')}
                  </Button>
                </Flex>
              </Tile>
            ))}
          </Flex>
          <Flex direction="row" gap="sm" wrap>
            <Button
              size="xs"
              variant="secondary"
              disabled={isRunning}
              onClick={() => void decide({ kind: 'create' }, t('products.created'))}
              testId={`create-${productId}`}
            >
              {t('products.create')}
            </Button>
            <Button
              size="xs"
              variant="transparent"
              disabled={isRunning}
              onClick={() => void decide({ kind: 'leave_out' }, t('products.leftOut'))}
              testId={`leave-out-${productId}`}
            >
              {t('products.leaveOut')}
            </Button>
          </Flex>
          <FailureAlert failure={failure} />
        </Flex>
      </TableCell>
    </TableRow>
  );
}
