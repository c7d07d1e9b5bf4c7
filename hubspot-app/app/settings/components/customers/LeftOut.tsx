import { Checkbox, Flex } from '@hubspot/ui-extensions';
import type { CustomerRunView, LeftOut } from '../../api/customers.ts';
import { nameOfPart, partOf, type Approval } from '../../hooks/approval.ts';
import { useSides, type Offered } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

/** What the rules still speak of and the last approval left out. */
const leftOutOf = ({ writes, rules }: Offered): LeftOut[] =>
  writes.leftOut.filter(
    ({ write, objectType, property, field }) =>
      write === 'creates' || rules[objectType].mapping.some((line) => line.property === property && line.field === field),
  );

function usePartName(view: Offered): (part: LeftOut) => string {
  const { t } = useSettings();
  const sides = { companies: useSides(view, 'companies'), contacts: useSides(view, 'contacts') };
  return ({ write, objectType, property, field }) =>
    t(`customers.part.${write}`, {
      object: t(`customers.object.${objectType}`),
      property: property === null ? '' : sides[objectType].labelOfProperty(property),
      field: field === null ? '' : sides[objectType].labelOfField(field),
    });
}

/** In words, for a sentence. */
export function useLeftOutNames(view: Offered): string[] {
  const name = usePartName(view);
  return leftOutOf(view).map(name);
}

interface Props {
  view: Offered;
  preview: CustomerRunView;
  approval: Approval;
}

/** Left out before, and nothing would be written for them now: no group of the dry run speaks of them. */
export function LeftOutNow({ view, preview, approval }: Props) {
  const { t } = useSettings();
  const name = usePartName(view);
  const shown = new Set(preview.groups.flatMap((group) => partOf(group) ?? []).map(nameOfPart));
  const parts = leftOutOf(view).filter((part) => !shown.has(nameOfPart(part)));
  if (parts.length === 0) return null;
  return (
    <Flex direction="column" gap="xs">
      {parts.map((part) => (
        <Checkbox
          key={nameOfPart(part)}
          name={`approve-${nameOfPart(part)}`}
          checked={approval.isTicked(part)}
          onChange={(isOn) => approval.tick(part, isOn)}
        >
          {t('customers.part.nothingNow', { name: name(part) })}
        </Checkbox>
      ))}
    </Flex>
  );
}
