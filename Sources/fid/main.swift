print("fid")
