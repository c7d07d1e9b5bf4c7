import { useCallback } from 'react';
import {
  Button,
  Flex,
  Heading,
  Link,
  LoadingSpinner,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Tag,
  Text,
  Tile,
} from '@hubspot/ui-extensions';
import type { ProductDecisionInput, ProductReviews } from '../api/types.ts';
import { usePages } from '../hooks/pages.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { Failed, FailureAlert } from './Notices.tsx';

type Review = ProductReviews['reviews'][number];

interface Props {
  connectionId: string;
  changed: () => Promise<unknown>;
}

/** ERP products a person must decide on: link to one of those found, make a new one, or leave the product out. */
export function CatalogReviews({ connectionId, changed }: Props) {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.productReviews(connectionId, page), [api, connectionId]);
  const { state, reload, paging } = usePages(load);
  if (state.status === 'loading') return <LoadingSpinner label={t('catalog.loading')} showLabel />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { reviews } = state.data;
  if (reviews.length === 0) return null;
  const again = () => Promise.all([reload(), changed()]);
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('products.title')}</Heading>
      <Text>{t('products.text')}</Text>
      <Table density="condensed" {...paging}>
        <TableHead>
          <TableRow>
            <TableHeader>{t('products.product')}</TableHeader>
            <TableHeader>{t('products.candidates')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {reviews.map((review) => (
            <Row key={review.productId} review={review} changed={again} />
          ))}
        </TableBody>
      </Table>
    </Flex>
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
