import type { RemoteChannel } from '@remote-ui/core';

/** What the page lays into a frame: where drawings go, and what HubSpot tells and does for an extension. */
export interface FrameHost {
  location: string;
  receive: RemoteChannel;
  context: Record<string, unknown>;
  actions: Record<string, (...given: never[]) => unknown>;
  /** The signed-in user's calls through HubSpot's proxy. */
  fetch(url: string, options: Record<string, unknown>): Promise<{ status: number; type: string; body: string }>;
}

export interface FrameElement extends HTMLIFrameElement {
  host?: FrameHost;
}
