"""Surveys: which pages of a site to ask for next, and what they prove. Pure, deterministic, replayable."""

from crawler.survey.budget import Budget
from crawler.survey.survey import SiteSurvey

__all__ = ["Budget", "SiteSurvey"]
