import { Link } from '@hubspot/ui-extensions';
import type { ReviewedRecord } from '../../api/reviews.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

export function RecordLink({ record: { recordId, name, url } }: { record: ReviewedRecord }) {
  const { t } = useSettings();
  return <Link href={{ url, external: true }}>{name ?? t('review.noName', { recordId })}</Link>;
}
