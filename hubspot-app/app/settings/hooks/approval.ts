import { useState } from 'react';
import type { CustomerRunGroup, CustomerWrites, LeftOut } from '../api/customers.ts';
import type { Offered } from './customers.ts';

export type Write = LeftOut['write'];

/** What an administrator ticks of a dry run before it is approved. */
export interface Approval {
  writes: CustomerWrites;
  isTicked: (part: LeftOut) => boolean;
  tick: (part: LeftOut, isOn: boolean) => void;
  tickAll: (write: Write, isOn: boolean) => void;
}

const WRITES: Partial<Record<CustomerRunGroup['kind'], Write>> = {
  create: 'creates',
  // A record is linked by the command that would create it.
  link: 'creates',
  update_erp: 'updatesErp',
  update_hubspot: 'updatesHubSpot',
};

/** The part of the approval that a group of the dry run speaks of; null: nothing is written for it. */
export function partOf({ kind, objectType, property, field }: CustomerRunGroup): LeftOut | null {
  const write = WRITES[kind];
  return write ? { write, objectType, property, field } : null;
}

export const nameOfPart = ({ write, objectType, property, field }: LeftOut): string =>
  [write, objectType, property, field].filter((one) => one !== null).join('-');

const isSame = (one: LeftOut, other: LeftOut): boolean => nameOfPart(one) === nameOfPart(other);

/** Begins with what was approved before; ticks belong to the dry run that was looked at. */
export function useApproval({ preview, writes: approved }: Offered): Approval {
  const [ticked, setTicked] = useState<{ previewId: string; writes: CustomerWrites } | null>(null);
  const writes = ticked && ticked.previewId === preview?.id ? ticked.writes : approved;
  const change = (next: CustomerWrites) => preview && setTicked({ previewId: preview.id, writes: next });
  const isLeftOut = (part: LeftOut) => writes.leftOut.some((one) => isSame(one, part));
  return {
    writes,
    isTicked: (part) => writes[part.write] && !isLeftOut(part),
    tick(part, isOn) {
      const { write } = part;
      const others = writes.leftOut.filter((one) => !isSame(one, part));
      if (!isOn) return void change({ ...writes, leftOut: [...others, part] });
      // The first of its kind: the others stay as they are.
      const all = (preview?.groups ?? []).flatMap((group) => partOf(group) ?? []);
      const stay = writes[write] ? [] : all.filter((one) => one.write === write && !isSame(one, part) && !isLeftOut(one));
      change({ ...writes, [write]: true, leftOut: withoutCopies([...others, ...stay]) });
    },
    tickAll: (write, isOn) => void change({ ...writes, [write]: isOn, leftOut: writes.leftOut.filter((one) => one.write !== write) }),
  };
}

const withoutCopies = (parts: LeftOut[]): LeftOut[] => parts.filter((part, at) => parts.findIndex((one) => isSame(one, part)) === at);
