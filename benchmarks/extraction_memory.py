"""Peak memory of one extractor over all marked pages, in a process that does nothing else.

python -m benchmarks.extraction_memory MARKED NODE_MODULES EXTRACTOR     prints MB
"""

import sys
from pathlib import Path

from benchmarks.extraction_pages import iterate_marked
from benchmarks.extraction_peers import NodePeer, find_peers


def main() -> None:
    marked, modules, name = sys.argv[1:]
    peer = find_peers(Path(modules), only=name)[0][name]
    for page in iterate_marked(Path(marked)):
        peer.run(page.html, page.url)
    print(peer.memory() if isinstance(peer, NodePeer) else _peak_memory())


def _peak_memory() -> float:
    """Peak resident MB since this program began; getrusage counts its parent's as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
