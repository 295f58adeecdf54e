"""Runs a program and tells how long it took and how much memory it had at most."""
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass
class Measured:
    seconds: float
    user_seconds: float
    system_seconds: float
    peak_bytes: int
    status: int

    @property
    def cpu_seconds(self):
        return self.user_seconds + self.system_seconds


def run(arguments, environment, output=None):
    """Standard output goes to the file `output`, or is thrown away. The peak is the largest resident set, as the kernel counts it (wait4).

    The kernel counts this process's own set too, from before the program took its place: keep it small.
    """
    null = os.open(output or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    begun = time.perf_counter()
    process = os.posix_spawn(arguments[0], arguments, environment, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - begun
    os.close(null)
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured(
        seconds, usage.ru_utime, usage.ru_stime, usage.ru_maxrss * unit, os.waitstatus_to_exitcode(status)
    )


def compiled(name, folder):
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "libxml-2.0"], check=True, capture_output=True, text=True
    ).stdout.split()
    program = os.path.join(folder, name)
    subprocess.run(["cc", "-O2", os.path.join(HERE, "C", f"{name}.c"), "-o", program, *flags], check=True)
    return program


def tell(*arguments):
    """What a program says of itself, in one line of JSON."""
    return json.loads(subprocess.run(arguments, check=True, capture_output=True, text=True).stdout)


class AtLeast(float):
    """A target that a median must reach. A plain number is one that it must stay under."""


def report(rows):
    """Prints a table of (what, numbers, unit, target); a target bounds the median, or is None. 0 where all are met."""
    missed = 0
    print(f"{'':28}{'median':>10}{'least':>10}{'most':>10}{'target':>12}")
    for what, numbers, unit, target in rows:
        middle = statistics.median(numbers)
        sign, holds = "", True
        if unit == "requests":
            holds = middle == target
        elif isinstance(target, AtLeast):
            sign, holds = ">= ", middle >= target
        elif target is not None:
            sign, holds = "< ", middle < target
        missed += not holds
        bound = "" if target is None else f"{sign}{target:g}"
        values = "".join(f"{number:10.4g}" for number in (middle, min(numbers), max(numbers)))
        print(f"{f'{what}, {unit}':28}{values}{bound:>12}  {'' if holds else 'MISSED'}")
    return min(missed, 1)
