import type { ReactNode } from 'react';
import { Flex, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { ReviewFacts, ReviewedCustomer } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { compare } from './compare.ts';

interface HeadProps {
  customer: ReviewedCustomer;
  facts: string[];
  children?: ReactNode;
}

/** Who it is in the ERP, what is owed, and what only the ERP says. */
export function CustomerHead({ customer: { name, number, owed }, facts, children }: HeadProps) {
  const { t, format } = useSettings();
  const amounts = owed.map((money) => format.money(money, { withCode: true })).join(', ');
  return (
    <Flex direction="column" gap="flush">
      <Flex direction="row" align="center" justify="between" gap="xs" wrap>
        <Text format={{ fontWeight: 'bold' }}>{name}</Text>
        {children}
        <Text format={{ fontWeight: 'demibold' }}>{amounts ? t('review.owes', { amounts }) : t('review.owesNothing')}</Text>
      </Flex>
      <Text variant="microcopy">{[number, ...facts].filter(Boolean).join(' · ')}</Text>
    </Flex>
  );
}

/** Side by side, and only what differs; the rest in one line. */
export function Differences({ hubspot, erp, rule }: { hubspot: ReviewFacts; erp: ReviewFacts; rule: string }) {
  const { t } = useSettings();
  const { differences, same, isNameByForm } = compare(hubspot, erp, rule);
  const sameWords = same
    .map((fact) => t(fact === 'name' && isNameByForm ? 'review.fact.name.legalForm' : `review.fact.${fact}`))
    .join(', ');
  if (differences.length === 0) return <Text variant="microcopy">{t('review.allSame')}</Text>;
  return (
    <>
      <Table density="condensed">
        <TableHead>
          <TableRow>
            <TableHeader>{t('review.fact')}</TableHeader>
            <TableHeader>{t('review.inHubSpot')}</TableHeader>
            <TableHeader>{t('review.inErp')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {differences.map(({ fact, hubspot: here, erp: there }) => (
            <TableRow key={fact}>
              <TableCell>{t(`review.fact.${fact}`)}</TableCell>
              <TableCell>{here ?? '–'}</TableCell>
              <TableCell>{there ?? '–'}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {same.length > 0 && <Text variant="microcopy">{t('review.same', { facts: sameWords })}</Text>}
    </>
  );
}
