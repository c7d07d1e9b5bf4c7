import type { ReactNode } from 'react';
import { AutoGrid, Statistics, StatisticsItem } from '@hubspot/ui-extensions';

interface Figure {
  label: string;
  number: string;
  more?: ReactNode;
}

/** Two side by side on a narrow screen, five on a wide one. */
const WIDTH = 165;
const GAP = 8;

/** Numbers with few words each: what needs a sentence stands below them. Of four none stands alone in a row. */
export function Figures({ figures }: { figures: Figure[] }) {
  if (figures.length !== 4) return <Row figures={figures} />;
  return (
    <AutoGrid columnWidth={2 * WIDTH + GAP} flexible gap="sm">
      <Row figures={figures.slice(0, 2)} />
      <Row figures={figures.slice(2)} />
    </AutoGrid>
  );
}

function Row({ figures }: { figures: Figure[] }) {
  return (
    <AutoGrid columnWidth={WIDTH} flexible gap="sm">
      {figures.map(({ label, number, more }) => (
        <Statistics key={label}>
          <StatisticsItem label={label} number={number}>
            {more}
          </StatisticsItem>
        </Statistics>
      ))}
    </AutoGrid>
  );
}
