import { expect, it } from '@jest/globals';
import { Text } from '@hubspot/ui-extensions';
import { openRenderer } from './renderer.tsx';

it('waits for what changes nothing in the tree, such as a request', async () => {
  const card = openRenderer('settings');
  card.render(<Text>Always the same</Text>);
  const requests: string[] = [];
  setTimeout(() => requests.push('GET /settings/overview'), 5);
  await card.waitFor(() => expect(requests).toHaveLength(1));
});
