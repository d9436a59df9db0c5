"""``suyuan trace``: follow claims through transfers, of a case or from plain files."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import typer

from suyuan.cli import output, trace_path
from suyuan.cli import trace_words as said
from suyuan.cli.home import Home
from suyuan.cli.language import words
from suyuan.errors import WrongUsage
from suyuan.tracing.policies import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from suyuan.actions.trace_cache import Extras
    from suyuan.actions.tracing import TracedFiles
    from suyuan.tracing.policies import Policy

RARELY = 200_000
"""New objects after which the collector of cycles looks again: usually 700, a twentieth of a short trace,
going over all that the libraries made while they were loaded."""

app = typer.Typer(invoke_without_command=True, no_args_is_help=True, subcommand_metavar="")
app.command(name="path", help=words(trace_path.HELP))(trace_path.path)


@app.callback(help=words(said.HELP))
def trace(  # noqa: PLR0913  an option each
    context: typer.Context,
    case: said.Case = None,
    transfers: said.Transfers = None,
    claims: said.Claims = None,
    openings: said.Openings = None,
    accounts: said.Accounts = None,
    assertions: said.Assertions = None,
    earmarks: said.Earmarks = None,
    policy: said.Rules = None,
    as_of: said.AsOf = None,
    bounds: said.Bounds = False,
    sets: said.Sets = None,
    presumed: said.Presumed = False,
    kept_from: said.KeptFrom = None,
    no_cache: said.NoCache = False,
    out: said.Out = None,
    as_json: said.SummaryAsJson = False,
    home: Home = None,
) -> None:
    """Trace the case or the files that are named and write the findings."""
    if context.invoked_subcommand is not None:
        return
    given = (transfers, claims, openings, accounts, assertions, earmarks)
    if case is not None and any(path is not None for path in given):
        raise WrongUsage(said.ONE_OF_TWO())
    if presumed and case is None:
        raise WrongUsage(said.PRESUMED_OF_CASE())
    named = {"--policy": policy, "--out": out}
    if case is None:
        named = {"--transfers": transfers, "--claims": claims, **named}
    missing = [option for option, value in named.items() if value is None]
    if policy is None or out is None or missing:
        raise WrongUsage(said.MISSING(option=missing[0]))
    policies = parse(policy)
    apart: Sequence[str] = ()
    gc.set_threshold(RARELY)
    from suyuan.actions.tracing import PlainFiles, moment_asked, report_asked, sets_asked, trace_plain_files

    moment = moment_asked(as_of) if as_of else None
    report = report_asked(kept_from) if kept_from else None
    set_files = sets_asked(sets or ())
    wide = bounds or bool(set_files)
    if case is not None:
        from suyuan.actions.trace_cache import Extras

        extras = Extras(report, snapshots=not no_cache)
        traced = _trace_case(home, case, policies, moment, out, set_files if wide else None, extras)
        apart = _presumed(home, case, policies, moment, out) if presumed else ()
    elif transfers is not None and claims is not None:
        files = PlainFiles(transfers, claims, openings, accounts, assertions, earmarks, set_files)
        traced = trace_plain_files(files, policies, moment, out, bounds=wide, kept_from=report)
    if as_json:
        output.say_json(traced.findings.summary)
    else:
        summary = traced.findings.summary
        told = *said.lines(summary), *said.currency_lines(summary), *said.earmark_lines(summary)
        for line in (
            *told,
            *said.bound_lines(traced.findings),
            *said.mixing_lines(summary),
            *said.again_lines(traced.again),
            *apart,
        ):
            output.say(line)
        output.say(said.WROTE(folder=out, files=said.WRITTEN_FILES(len(traced.paths))))


def _presumed(
    home: Path | None, case: str, policies: Sequence[Policy], moment: datetime | None, out: Path
) -> Sequence[str]:
    """Trace a case's presumed claims in a run of its own, write it below the findings, return what it says."""
    from suyuan.actions.presumed_tracing import trace_presumed, write_presumed
    from suyuan.settings import load

    found = trace_presumed(load(home), case, policies, moment)
    if found is None:
        return ()
    write_presumed(found, out)
    return said.presumed_lines(found.findings)


def _trace_case(
    home: Path | None,
    case: str,
    policies: Sequence[Policy],
    moment: datetime | None,
    out: Path,
    sets: Mapping[str, Path] | None,
    extras: Extras,
) -> TracedFiles:
    """Trace a case, with bounds where there are ``sets``, be they none; where nobody gave a moment, tell which one
    it is and what it hides.
    """
    from suyuan.actions.case_tracing import trace_case, write_trace
    from suyuan.actions.summary import answers_ended
    from suyuan.actions.tracing import TracedFiles, read_sets
    from suyuan.cli.solved import tell_moment
    from suyuan.settings import load

    named = read_sets(sets or {})
    solved = trace_case(load(home), case, policies, moment, bounds=sets is not None, sets=named, extras=extras)
    if moment is None:
        tell_moment(answers_ended(solved))
    return TracedFiles(solved.all_findings(), write_trace(solved, out), solved.again)
