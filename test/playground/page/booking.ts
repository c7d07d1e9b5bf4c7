import type { ErpAction, ErpOrderAction, ErpProductAction, ObjectType } from '../api.ts';
import { post } from './client.ts';
import { useSay } from './say.ts';
import { useViewer } from './viewer.ts';

/** The record that is open on the page. */
export type OpenRecord = { type: ObjectType; id: string } | null;

type BookAction<A> = (action: A, said: string) => Promise<boolean>;
export type Book = BookAction<ErpAction>;
export type BookProduct = BookAction<ErpProductAction>;
export type BookOrder = BookAction<ErpOrderAction>;

/** Books and says how it went; the ERP's refusals in its own words. */
export function useBooking<A extends object>(path: string, record: OpenRecord): BookAction<A> {
  const { alert } = useViewer();
  const say = useSay();
  return async (action, said) => {
    const answer = await post<{ done: boolean; reason?: string }>(path, { ...action, record });
    alert(
      answer.done ? { type: 'success', message: said } : { type: 'danger', title: say('The ERP refused'), message: answer.reason ?? '' },
    );
    return answer.done;
  };
}
