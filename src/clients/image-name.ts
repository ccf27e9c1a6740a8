/** An image's name in the parts that a registry asks for. */
export interface ImageName {
  /** host or host:port */
  readonly registry: string;
  readonly repository: string;
  /** Tag or digest. */
  readonly reference: string;
}

/** What a name without a registry means to Docker. */
const DOCKER_HUB = 'registry-1.docker.io';

/**
 * Takes an image's name apart as Docker does: the first part is a registry when it looks like a host,
 * a name of one part is in Docker Hub's `library`, without tag and digest it is `latest`.
 */
export function imageName(image: string): ImageName {
  const slash = image.indexOf('/');
  const first = image.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === 'localhost';
  const path = isHost ? image.slice(slash + 1) : image;
  const [, name = path, tag, digest] = /^([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(path) ?? [];
  const isHub = !isHost || first === 'docker.io';
  return {
    registry: isHub ? DOCKER_HUB : first,
    repository: isHub && !name.includes('/') ? `library/${name}` : name,
    reference: digest ?? tag ?? 'latest',
  };
}
