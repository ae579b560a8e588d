"""Annual reports on open-government work (政府信息公开工作年度报告)."""
