"""Long work on datasets: what goes on, how far it is, and calling it off."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from temper.datasets.job_schemas import Job, JobPage
from temper.datasets.jobs import Jobs
from temper.problems import RESPONSES

# Taken before the datasets' own router, so that `jobs` is not read as a dataset's id.
router = APIRouter(tags=["datasets"], responses=RESPONSES)


def _jobs(request: Request) -> Jobs:
    return request.app.state.datasets.jobs


AllJobs = Annotated[Jobs, Depends(_jobs)]


@router.get("/datasets/jobs", summary="Work that goes on, and what ended lately")
def list_jobs(jobs: AllJobs) -> JobPage:
    """Imports, downloads, validations, conversions: newest first."""
    return JobPage(items=jobs.items())


@router.get("/datasets/jobs/{job_id}", summary="One piece of work")
def get_job(job_id: str, jobs: AllJobs) -> Job:
    """How far it is; ended ones are kept for an hour."""
    return jobs.get(job_id)


@router.delete("/datasets/jobs/{job_id}", summary="Call work off")
def cancel_job(job_id: str, jobs: AllJobs) -> Job:
    """It ends at once and leaves nothing behind; requests that waited for it answer 409."""
    return jobs.cancel(job_id)
