import { createContext, useContext, type ReactNode } from 'react';
import type { CrmPropertyListProps } from '@hubspot/ui-extensions/crm';

/** Draws properties of the record on which a card stands. Without a record only their names are known. */
export const CrmRecordContext = createContext<((names: readonly string[]) => ReactNode) | null>(null);

export function CrmPropertyList({ properties }: CrmPropertyListProps) {
  const draw = useContext(CrmRecordContext);
  if (draw) return <div className="ui-crm-properties">{draw(properties)}</div>;
  return (
    <dl className="ui-descriptions ui-descriptions-column">
      {properties.map((name) => (
        <div key={name} className="ui-description">
          <dt>{name}</dt>
          <dd>–</dd>
        </div>
      ))}
    </dl>
  );
}
