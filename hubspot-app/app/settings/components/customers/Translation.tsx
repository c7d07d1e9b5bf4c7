import { useState } from 'react';
import { Button, Flex, Select, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import { useSettings } from '../../hooks/useSettings.tsx';
import { proposalsOf, sameAs, type Option } from './pairs.ts';
import { TextTranslation, type TranslationProps } from './TextTranslation.tsx';

/** What each value is called on the other side. Two lists are put side by side; a text is written beside the list of the other. */
export function Translation(props: TranslationProps) {
  const { t } = useSettings();
  const { property, field, line } = props;
  const proposed = proposalsOf(property, field).filter(({ hubspot }) => !line.translation.some((pair) => pair.hubspot === hubspot));
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('customers.translation')}</Text>
      {property?.options && field?.options ? (
        <Lists {...props} hubspot={property.options} erp={field.options} />
      ) : (
        <TextTranslation {...props} />
      )}
      {proposed.length > 0 && (
        <Flex direction="row" align="center" gap="sm" wrap>
          <Text variant="microcopy">{t('customers.translation.renamed')}</Text>
          <Button size="xs" onClick={() => props.change([...line.translation, ...proposed])} testId={`propose-${props.id}`}>
            {t('customers.translation.propose', { count: proposed.length })}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

const PAGE = 25;
const PLACES = ['country', 'state', 'delivery_country', 'delivery_state'];

/** Every value of the side that is read, with the one of the other beside it. */
function Lists({ id, line, field, change, hubspot, erp }: TranslationProps & { hubspot: Option[]; erp: Option[] }) {
  const { t } = useSettings();
  const [page, setPage] = useState(1);
  const isFromErp = line.direction === 'to_hubspot';
  const [from, into] = isFromErp ? [erp, hubspot] : [hubspot, erp];
  const partnerOf = ({ value, label }: Option): string => {
    const pair = line.translation.find((one) => (isFromErp ? one.erp : one.hubspot) === value);
    if (pair) return isFromErp ? pair.hubspot : pair.erp;
    return sameAs(value, label, into) ?? '';
  };
  const set = ({ value, label }: Option, partner: string) => {
    const others = line.translation.filter((one) => (isFromErp ? one.erp : one.hubspot) !== value);
    const pair = isFromErp ? { hubspot: partner, erp: value } : { hubspot: value, erp: partner };
    change(partner === '' || partner === sameAs(value, label, into) ? others : [...others, pair]);
  };
  const pageCount = Math.ceil(from.length / PAGE);
  const paging = pageCount > 1 ? ({ paginated: true, page, pageCount, onPageChange: setPage } as const) : {};
  // Recognised by code and by name in several languages, which is more than can be seen here.
  const isPlace = PLACES.includes(field?.role ?? '');
  const alone = from.filter((one) => partnerOf(one) === '');
  return (
    <>
      <Text variant="microcopy">
        {isPlace ? t('customers.translation.places') : t('customers.translation.alone', { count: alone.length, total: from.length })}
      </Text>
      <Table density="condensed" {...paging}>
        <TableHead>
          <TableRow>
            <TableHeader>{t(isFromErp ? 'customers.translation.erp' : 'customers.translation.hubspot')}</TableHeader>
            <TableHeader>{t(isFromErp ? 'customers.translation.hubspot' : 'customers.translation.erp')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {from.slice((page - 1) * PAGE, page * PAGE).map((one) => (
            <TableRow key={one.value}>
              <TableCell>{one.label}</TableCell>
              <TableCell>
                <Select
                  name={`translation-${id}-${one.value}`}
                  label={t('customers.translation.of', { value: one.label })}
                  value={partnerOf(one)}
                  options={[{ value: '', label: t('customers.translation.none') }, ...into]}
                  onChange={(partner) => set(one, String(partner))}
                />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
