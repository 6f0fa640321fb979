"""Who visits whom: time, memory and distance, beside a greedy choice and a plain integer program.

    .venv/bin/python benchmarks/assignment.py [--rounds 10000] [--sizes 120 300 1000] [--limit 60]

First, for each size, a round within one alliance and one between four, each in a process of its
own: seconds of one processor, peak memory (Python and all libraries), metres for each visit. Beside
it a greedy choice (every school in turn takes the nearest it still may; what it cannot place is
counted) and, up to 120 schools, all rules as one integer program without a circle, given up after
--limit seconds. Then so many made-up rounds of 12 to 40 schools, each held against the independent
checker. Exits with 1 if any rule was broken, or an aim missed: 300 schools in 5 s and 512 MB, 1,000
in 30 s.
"""

import argparse
import os
import resource
import sys
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings.test")

import django

from association.peer_review.assignment import (
    NoAssignment,
    Problem,
    check,
    solve,
    solve_with,
    to_json,
    without_circle,
)
from association.peer_review.assignment.circle import Ground
from association.peer_review.assignment.problem import in_order
from tests.peer_review.assignment.rounds import (
    make_round,
    sizes_and_kinds,
)

AIMS = {300: (5.0, 512), 1_000: (30.0, None)}
PLAIN_UP_TO = 120


def ours(problem: Problem) -> dict[str, float]:
    """Solve and check a round. Returns seconds, peak megabytes, metres for a visit, breaches."""
    begun, wall = time.process_time(), time.perf_counter()
    assignment = solve(problem)
    return {
        "seconds": time.process_time() - begun,
        "wall": time.perf_counter() - wall,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "metres": assignment.metres / len(assignment.pairs),
        "breaches": len(check(to_json(problem), assignment.pairs)),
    }


def greedy(problem: Problem) -> dict[str, float]:
    """Let every school in turn take the nearest it may. Returns seconds, metres, visits missed."""
    begun = time.process_time()
    (members,) = problem.groups()
    ground, visits = Ground(problem, members), problem.rules.visits
    near = ground.partners
    home = {member.code: member.alliance for member in members}
    far = {pair: ground.metres[pair] or problem.rules.neutral_metres for pair in near}
    options: dict[str, list[tuple[int, str]]] = {member.code: [] for member in members}
    for one, other in near:
        options[one].append((far[one, other], other))
        options[other].append((far[one, other], one))
    out: dict[str, set[str]] = {member.code: set() for member in members}
    into: dict[str, set[str]] = {member.code: set() for member in members}
    metres = made = 0
    for _turn in range(visits):
        for code in sorted(options):
            for distance, host in sorted(options[code]):
                if may_visit(problem, home, (out, into), code, host):
                    out[code].add(host)
                    into[host].add(code)
                    metres, made = metres + distance, made + 1
                    break
    return {
        "seconds": time.process_time() - begun,
        "metres": metres / made,
        "missed": visits * len(members) - made,
    }


def may_visit(
    problem: Problem, home: dict[str, str], chosen: tuple[dict, dict], code: str, host: str
) -> bool:
    """Return whether a visit can be added to those chosen already."""
    out, into = chosen
    if len(into[host]) >= problem.rules.visits or host in out[code] or code in out[host]:
        return False
    if any(code in out[third] for third in out[host]):
        return False
    if any(in_order(code, other) in problem.never for other in into[host]):
        return False
    last = len(into[host]) == problem.rules.visits - 1
    inside = all(home[each] == home[host] for each in [*into[host], code])
    return not (problem.rules.between and last and inside)


def plain(problem: Problem, limit: float) -> dict[str, float]:
    """Give all rules to one integer program. Returns seconds, metres (0 for none), open gap."""
    begun = time.process_time()
    (members,) = problem.groups()
    ground = Ground(problem, members)
    arcs = ground.both_ways()
    visits = problem.rules.visits
    program = without_circle.program_of(arcs, without_circle.all_rows(ground, arcs), visits)
    program.setOptionValue("time_limit", limit)
    program.setOptionValue("mip_max_nodes", 2**31 - 1)
    columns = list(range(len(arcs.costs)))
    program.changeColsCost(len(columns), columns, arcs.metres.astype(float))
    program.run()
    info = program.getInfo()
    found = info.primal_solution_status == 2
    metres = info.objective_function_value / (visits * len(members)) if found else 0
    return {
        "seconds": time.process_time() - begun,
        "metres": metres,
        "gap": info.mip_gap if found else 1,
    }


def alone(function: object, *arguments: object) -> dict[str, float]:
    """Run in a fresh process, so that memory is that of this one task."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)  # type: ignore[arg-type]


def compare(size: int, between: bool, limit: float) -> bool:
    """Print one size beside its baselines. Returns whether the aims are met."""
    problem = make_round(1, size=size, between=between)
    found, base = alone(ours, problem), alone(greedy, problem)
    kind = "between alliances" if between else "within an alliance"
    print(
        f"{size} schools {kind}: {found['seconds']:.2f} s of one processor ({found['wall']:.2f} s "
        f"by the clock), {found['megabytes']:.0f} MB, "
        f"{found['metres']:.0f} m a visit, {found['breaches']} breaches"
    )
    print(
        f"    greedy: {base['seconds']:.2f} s, {base['metres']:.0f} m a visit, "
        f"{base['missed']} visits missed; distance ours / greedy "
        f"{found['metres'] / base['metres']:.2f}"
    )
    if size <= PLAIN_UP_TO:
        whole = alone(plain, problem, limit)
        ratio = f"{found['metres'] / whole['metres']:.2f}" if whole["metres"] else "none found"
        print(
            f"    plain integer program: {whole['seconds']:.1f} s, gap {whole['gap']:.1%}; "
            f"distance ours / plain {ratio}, time plain / ours "
            f"{whole['seconds'] / found['seconds']:.0f}",
            flush=True,
        )
    seconds, megabytes = AIMS.get(size, (float("inf"), None))
    small = megabytes is None or found["megabytes"] <= megabytes
    return found["breaches"] == 0 and found["seconds"] <= seconds and small


def generate(rounds: int) -> int:
    """Solve so many made-up rounds and check each. Returns the number of breaches."""
    counted: Counter[str] = Counter()
    broken, slowest, begun = 0, 0.0, time.perf_counter()
    for number in range(rounds):
        problem = make_round(number, **sizes_and_kinds(number))
        at = time.perf_counter()
        try:
            assignment = solve(problem)
        except NoAssignment as refusal:
            offered = refusal.explanation.offered
            counted["refused with an offer" if offered else "refused"] += 1
            if not offered:
                continue
            assignment = solve_with(problem, relaxations=offered)
        slowest = max(slowest, time.perf_counter() - at)
        counted["without a circle" if -1 in assignment.circles else "on a circle"] += 1
        broken += len(check(to_json(problem), assignment.pairs, assignment.relaxations))
    kinds = ", ".join(f"{count} {kind}" for kind, count in counted.most_common())
    print(
        f"{rounds} rounds of 12 to 40 schools in {time.perf_counter() - begun:.0f} s, "
        f"the slowest {slowest:.1f} s: {kinds}; {broken} breaches",
        flush=True,
    )
    return broken


def main() -> int:
    """Run what the arguments ask for. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--sizes", type=int, nargs="*", default=[60, 120, 300, 1_000])
    parser.add_argument("--limit", type=float, default=60.0)
    options = parser.parse_args()
    django.setup()
    met = [
        compare(size, between, options.limit) for size in options.sizes for between in (False, True)
    ]
    broken = generate(options.rounds) if options.rounds else 0
    return 0 if all(met) and not broken else 1


if __name__ == "__main__":
    sys.exit(main())
