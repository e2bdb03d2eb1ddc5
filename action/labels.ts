import type { Verdict } from '../compiler/model/change.ts';
import { type Api, answered, statusOf } from './api.ts';

/** Before the name of every label of ours; labels without it are not ours and stay. */
const prefix = 'plafond/';

const permission = 'pull-requests: write';

/** The label of each verdict: how it looks and what it says. */
const looks: Readonly<Record<Verdict, { readonly color: string; readonly description: string }>> = {
  escalation: {
    color: 'b60205',
    description:
      'Someone gains a permission of high risk, or a guard is weakened; the comment names the commit',
  },
  wider: {
    color: 'd93f0b',
    description: 'Someone gains a permission or a guard is loosened; the comment names the commit',
  },
  narrower: {
    color: '0e8a16',
    description: 'Someone loses a permission, nobody gains one; the comment names the commit',
  },
  mixed: { color: 'fbca04', description: 'Permissions are gained and lost; the comment names the commit' },
  'no-effect': {
    color: 'c2e0c6',
    description: 'No effective permission changes; the comment names the commit',
  },
};

/**
 * Leaves a pull request with one label of ours, that of the verdict, or with none where there is no verdict.
 * Other labels stay; where nothing is to do nothing is written. Returns whether something was.
 */
export async function labels(api: Api, pullRequest: number, verdict: Verdict | undefined): Promise<boolean> {
  const wanted = verdict && `${prefix}${verdict}`;
  const present = await namesOn(api, pullRequest);
  const isMissing = wanted !== undefined && !present.includes(wanted);
  if (verdict !== undefined && isMissing) {
    await define(api, verdict);
    await add(api, pullRequest, `${prefix}${verdict}`);
  }
  const own = Object.keys(looks).map((name) => `${prefix}${name}`);
  const others = present.filter((name) => own.includes(name) && name !== wanted);
  for (const name of others) await remove(api, pullRequest, name);
  return isMissing || others.length > 0;
}

async function namesOn(api: Api, pullRequest: number): Promise<readonly string[]> {
  const found = await answered(
    `read the labels of pull request ${pullRequest}`,
    permission,
    api.octokit.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/labels', {
      ...api.repository,
      issue_number: pullRequest,
      per_page: 100,
    }),
  );
  // GitHub does not tell labels apart by upper and lower case.
  return found.map(({ name }) => name.toLowerCase());
}

/** Makes the label in the repository, with its colour, where there is none: one that a team changed stays so. */
async function define(api: Api, verdict: Verdict): Promise<void> {
  const name = `${prefix}${verdict}`;
  const exists = await api.octokit
    .request('GET /repos/{owner}/{repo}/labels/{name}', { ...api.repository, name })
    .then(() => true)
    .catch((error: unknown) => {
      if (statusOf(error) === 404) return false;
      throw error;
    });
  if (exists) return;
  await answered(
    `make the label ${name}`,
    permission,
    api.octokit
      .request('POST /repos/{owner}/{repo}/labels', { ...api.repository, name, ...looks[verdict] })
      // Another run made it in between.
      .catch((error: unknown) => {
        if (statusOf(error) !== 422) throw error;
      }),
  );
}

async function add(api: Api, pullRequest: number, name: string): Promise<void> {
  await answered(
    `label pull request ${pullRequest}`,
    permission,
    api.octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
      ...api.repository,
      issue_number: pullRequest,
      labels: [name],
    }),
  );
}

async function remove(api: Api, pullRequest: number, name: string): Promise<void> {
  await answered(
    `remove a label from pull request ${pullRequest}`,
    permission,
    api.octokit
      .request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
        ...api.repository,
        issue_number: pullRequest,
        name,
      })
      // Someone removed it in between.
      .catch((error: unknown) => {
        if (statusOf(error) !== 404) throw error;
      }),
  );
}
