import type { HubSpotFake } from '../fakes/hubspot/index.ts';
import { tooMany } from '../fakes/hubspot/rate-limits.ts';
import type { BadDaysView } from './api.ts';
import type { PlaygroundErp } from './erps/erp.ts';

/** What goes wrong outside of the app, switched on and off by whoever plays. */
export class BadDays {
  private readonly deps: { hubspot: HubSpotFake; erp: PlaygroundErp };
  private now: BadDaysView = { erp: 'well', hubspot: 'well' };

  constructor(deps: BadDays['deps']) {
    this.deps = deps;
  }

  view(): BadDaysView {
    return this.now;
  }

  set(view: BadDaysView): void {
    const { hubspot, erp } = this.deps;
    this.now = view;
    erp.behave(view.erp);
    hubspot.faults.clear();
    if (view.hubspot !== 'limit') return;
    const { status, body } = tooMany('TEN_SECONDLY_ROLLING');
    hubspot.faults.next({ kind: 'status', status, body, match: /^\w+ \/crm\//, times: Infinity });
  }
}
