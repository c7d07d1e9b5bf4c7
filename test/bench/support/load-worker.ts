import { parentPort, workerData } from 'node:worker_threads';
import { sendAtRate, type PacedLoad } from './load.ts';

parentPort!.postMessage(await sendAtRate(workerData as PacedLoad));
