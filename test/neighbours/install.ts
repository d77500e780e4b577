// A project in which npm has installed the packed package beside others.
import { openProject, type Project } from '../package/project.js';
import { mustRun } from '../package/run.js';
import { tarball, temporaryFolder } from '../package/tarball.js';

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
const flags = [...quiet, '--ignore-scripts', '--prefer-offline', '--engine-strict=false'];

/** npm refuses to install what the peer ranges do not allow. */
export async function install(type: 'module' | 'commonjs', ...neighbours: string[]): Promise<Project> {
  const folder = temporaryFolder();
  const project = openProject(folder, type);
  await mustRun('npm', { args: ['install', ...flags, (await tarball()).path, ...neighbours], folder });
  return project;
}
