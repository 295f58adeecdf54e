"""Runs a program and tells how long it took and how much memory it had at most."""
import os
import statistics
import sys
import time
from dataclasses import dataclass


@dataclass
class Measured:
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    status: int


def run(arguments, environment):
    """Standard output is thrown away. The peak is the largest resident set, as the kernel counts it (wait4).

    The kernel counts this process's own set too, from before the program took its place: keep it small.
    """
    null = os.open(os.devnull, os.O_WRONLY)
    begun = time.perf_counter()
    process = os.posix_spawn(arguments[0], arguments, environment, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - begun
    os.close(null)
    unit = 1 if sys.platform == "darwin" else 1024
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(seconds, cpu, usage.ru_maxrss * unit, os.waitstatus_to_exitcode(status))


def report(rows):
    """Prints a table of (what, numbers, unit, target); a target bounds the median, or is None. 0 where all are met."""
    missed = 0
    print(f"{'':28}{'median':>10}{'least':>10}{'most':>10}{'target':>12}")
    for what, numbers, unit, target in rows:
        middle = statistics.median(numbers)
        holds = target is None or (middle == target if unit == "requests" else middle < target)
        missed += not holds
        bound = "" if target is None else f"{'' if unit == 'requests' else '< '}{target:g}"
        values = "".join(f"{number:10.4g}" for number in (middle, min(numbers), max(numbers)))
        print(f"{f'{what}, {unit}':28}{values}{bound:>12}  {'' if holds else 'MISSED'}")
    return min(missed, 1)
